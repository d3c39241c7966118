"""Small cells: what is hidden outside the unit, so that nothing hidden can be computed.

A published table is numbers with relations between them: a total is the sum of its parts. First
the small numbers are hidden, then as few others as are needed for every relation to keep its
secret, and at last elimination tries to solve for what is hidden, as an attacker would.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

LEAST = 5
PRIME = (1 << 61) - 1  # elimination in whole numbers: far above any coefficient of a table
Key = TypeVar("Key", bound=Hashable)
Relation = tuple[Key, tuple[Key, ...]]  # a total and its parts
Solved = dict[Key, dict[Key, int]]  # an unknown → what it is less of, of other unknowns
Why = dict[Key, set[int]]  # an unknown → the relations by which it is solved


def is_small(number: int) -> bool:
    """Whether so few are told of that one of them may be recognised."""
    return 0 < number < LEAST


def protect(
    values: Mapping[Key, int],
    relations: Sequence[Relation[Key]],
    secret: Iterable[Key],
    unpublished: Iterable[Key] = (),
    rank: Callable[[Key], int] = lambda key: 0,
) -> set[Key]:
    """All that is to be hidden, so that nothing of it is determined by what is shown.

    `unpublished` is what no table shows, and so can be no help to an attacker; what of it is not
    secret may be computed. What is of the lowest `rank` is hidden first.
    """
    shield = _Shield(values, relations, set(secret), set(unpublished), rank)
    shield.settle(range(len(relations)))
    while found := shield.told():
        touched = shield.break_up(found)
        if not touched:  # nothing near is shown: what is left to compute is that nobody is nobody
            break
        shield.settle(touched)
    return shield.secret


class _Shield(Generic[Key]):
    def __init__(
        self,
        values: Mapping[Key, int],
        relations: Sequence[Relation[Key]],
        secret: set[Key],
        unpublished: set[Key],
        rank: Callable[[Key], int],
    ) -> None:
        self.values, self.relations, self.rank = values, relations, rank
        self.secret, self.hidden = set[Key](), set[Key]()
        self.around: dict[Key, list[int]] = {}
        for n, (total, parts) in enumerate(relations):
            for key in (total, *parts):
                self.around.setdefault(key, []).append(n)
        # of each relation: how many are hidden, how many of them secret, and their numbers' sum
        self.hides, self.keeps, self.holds = ([0] * len(relations) for _ in range(3))
        for key in unpublished:
            self._conceal(key)
        for key in secret:
            self._hide(key)

    def settle(self, touched: Iterable[int]) -> None:
        """Hides until each relation touched, and each one that this touches, keeps its secret."""
        queue = deque(touched)
        while queue:
            n = queue.popleft()
            while not self._kept(n) and (key := self._next_to_hide(n)) is not None:
                queue.extend(self._hide(key))

    def told(self) -> Why[Key]:
        """The secrets that the rest tells, each with the relations by which it is told."""
        found = determined(self.relations, self.hidden)
        return {key: why for key, why in found.items() if key in self.secret}

    def break_up(self, found: Why[Key]) -> set[int]:
        """Hides one number more in what tells of each that was determined."""
        touched: set[int] = set()
        for key in sorted(found, key=lambda key: (self.rank(key), self.values[key])):
            if touched & found[key]:
                continue  # what was hidden for another may do for this one too
            near = (self._next_to_hide(n) for n in found[key])
            beside = [other for other in near if other is not None]
            if beside:
                least = min(beside, key=lambda k: (self.rank(k), self._cost(k)))
                touched |= set(self._hide(least))
        return touched

    def _hide(self, key: Key) -> list[int]:
        """Makes it a secret. The relations that it stands in."""
        self._conceal(key)
        around = self.around.get(key, [])
        if key not in self.secret:
            self.secret.add(key)
            for n in around:
                self.keeps[n] += 1
        return around

    def _conceal(self, key: Key) -> None:
        if key not in self.hidden:
            self.hidden.add(key)
            for n in self.around.get(key, ()):
                self.hides[n] += 1
                self.holds[n] += self.values[key]

    def _cost(self, key: Key) -> tuple[int, int]:
        """In how many relations it would be the first that is hidden, each of which then needs one
        more; and how great it is. So what is hidden lies in few rows, where one keeps the other's
        secret, and does not spread to row after row."""
        return sum(not self.hides[n] for n in self.around[key]), self.values[key]

    def _kept(self, n: int) -> bool:
        """Whether at least two are hidden, who together are no small number."""
        if not self.keeps[n]:
            return True
        return self.hides[n] > 1 and (self._total_hidden(n) or self.holds[n] >= LEAST)

    def _total_hidden(self, n: int) -> bool:
        return self.relations[n][0] in self.hidden

    def _next_to_hide(self, n: int) -> Key | None:
        """The one of least cost that suffices; the total only where no part is left."""
        total, parts = self.relations[n]
        left = [key for key in parts if key not in self.hidden]
        need = 0 if self._total_hidden(n) else max(0, LEAST - self.holds[n])
        enough = [key for key in left if self.values[key] >= need]
        if enough:
            return min(enough, key=self._cost)
        if left and any(self.values[key] for key in left):
            return max(left, key=lambda key: self.values[key])
        return None if self._total_hidden(n) else total


def determined(relations: Sequence[Relation[Key]], hidden: set[Key]) -> Why[Key]:
    """What of the hidden follows from the rest, by elimination in a field of whole numbers."""
    solved: Solved[Key] = {}
    why: Why[Key] = {}
    uses: dict[Key, set[Key]] = {}
    asked = [n for n, (t, p) in enumerate(relations) if t in hidden or not hidden.isdisjoint(p)]
    unknown = {n: [key for key in relations[n][1] if key in hidden] for n in asked}
    for n in sorted(asked, key=lambda n: len(unknown[n])):  # the shortest rows first
        total = relations[n][0]
        row = {total: PRIME - 1} if total in hidden else {}
        row |= dict.fromkeys(unknown[n], 1)
        by = {n}
        for key in [key for key in row if key in solved]:
            _add(row, solved[key], -row.pop(key))
            by |= why[key]
        row = {key: value for key, value in row.items() if value}
        if row:
            _pivot(row, by, solved, why, uses)
    return {pivot: why[pivot] for pivot, rest in solved.items() if not rest}


def _add(row: dict[Key, int], other: Mapping[Key, int], times: int) -> None:
    for key, value in other.items():
        row[key] = (row.get(key, 0) + times * value) % PRIME


def _pivot(
    row: dict[Key, int], by: set[int], solved: Solved[Key], why: Why[Key], uses: dict[Key, set[Key]]
) -> None:
    """One unknown more is told by the others; it is put into every row that it stands in."""
    pivot = min(row, key=lambda key: len(uses.get(key, ())))
    inverse = pow(row.pop(pivot), -1, PRIME)
    # pivot = -Σ rest: kept as the negative of what it equals, as the rows above are added
    rest = {key: value * inverse % PRIME for key, value in row.items()}
    for other in uses.pop(pivot, set()):
        times = solved[other].pop(pivot)
        _add(solved[other], rest, -times)
        why[other] |= by
        for key in rest:
            if solved[other].get(key):
                uses.setdefault(key, set()).add(other)
            else:
                solved[other].pop(key, None)
                uses.get(key, set()).discard(other)
    solved[pivot], why[pivot] = rest, by
    for key in rest:
        uses.setdefault(key, set()).add(pivot)
