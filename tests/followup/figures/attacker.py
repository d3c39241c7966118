"""An attacker: exact elimination over all that is published. Knows nothing of how it was hidden."""

from fractions import Fraction


class Attacker:
    """Learns equations, and tells whether a sum of unknowns follows from them."""

    def __init__(self):
        self.rows = {}  # pivot → the row, whose pivot is 1

    def learn(self, equation):
        """That the sum of these unknowns (each with its factor) is published."""
        left = self._reduced(equation)
        if left:
            pivot = next(iter(left))
            factor = left[pivot]
            self.rows[pivot] = {key: value / factor for key, value in left.items()}

    def knows(self, unknown):
        """Whether the sum of these unknowns can be computed."""
        return not self._reduced(unknown)

    def _reduced(self, equation):
        left = {key: Fraction(value) for key, value in equation.items()}
        while pivot := next((key for key in left if key in self.rows), None):
            factor = left[pivot]
            for key, value in self.rows[pivot].items():
                changed = left.get(key, Fraction(0)) - factor * value
                if changed:
                    left[key] = changed
                else:
                    left.pop(key, None)
        return left
