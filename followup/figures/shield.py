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
    while found := determined(relations, shield.hidden) & shield.secret:
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
        self.secret, self.hidden = secret, secret | unpublished
        self.around: dict[Key, list[int]] = {}
        for n, (total, parts) in enumerate(relations):
            for key in (total, *parts):
                self.around.setdefault(key, []).append(n)

    def settle(self, touched: Iterable[int]) -> None:
        """Hides until each relation touched, and each one that this touches, keeps its secret."""
        queue = deque(touched)
        while queue:
            n = queue.popleft()
            while not self._kept(n) and (key := self._next_to_hide(n)) is not None:
                queue.extend(self._hide(key))

    def break_up(self, found: set[Key]) -> set[int]:
        """Hides one number more beside each that was determined."""
        touched: set[int] = set()
        for key in sorted(found, key=lambda key: (self.rank(key), self.values[key])):
            if touched & set(self.around[key]):
                continue  # what was hidden beside another may do for this one too
            near = (self._next_to_hide(n) for n in self._nearest(key))
            beside = [other for other in near if other is not None]
            if beside:
                least = min(beside, key=lambda k: (self.rank(k), self.values[k]))
                touched |= set(self._hide(least))
        return touched

    def _hide(self, key: Key) -> list[int]:
        self.secret.add(key)
        self.hidden.add(key)
        return self.around.get(key, [])

    def _nearest(self, key: Key) -> list[int]:
        """The relations that the number stands in; else those that what is hidden there does."""
        seen, here = {key}, self.around.get(key, [])
        while here and all(self._next_to_hide(n) is None for n in here):
            beside = {k for n in here for k in self._members(n) if k in self.hidden} - seen
            seen |= beside
            here = [n for k in beside for n in self.around[k]]
        return here

    def _members(self, n: int) -> tuple[Key, ...]:
        total, parts = self.relations[n]
        return (total, *parts)

    def _kept(self, n: int) -> bool:
        """Whether at least two are hidden, who together are no small number."""
        total, parts = self.relations[n]
        hidden = [key for key in self._members(n) if key in self.hidden]
        if not any(key in self.secret for key in hidden):
            return True
        if len(hidden) < 2:
            return False
        return total in self.hidden or sum(self.values[key] for key in hidden) >= LEAST

    def _next_to_hide(self, n: int) -> Key | None:
        """The smallest that suffices; the total only where no part is left."""
        total, parts = self.relations[n]
        left = [key for key in parts if key not in self.hidden]
        told = sum(self.values[key] for key in parts if key in self.hidden)
        need = 0 if total in self.hidden else max(0, LEAST - told)
        enough = [key for key in left if self.values[key] >= need]
        if enough:
            return min(enough, key=lambda key: self.values[key])
        if left and any(self.values[key] for key in left):
            return max(left, key=lambda key: self.values[key])
        return None if total in self.hidden else total


def determined(relations: Sequence[Relation[Key]], hidden: set[Key]) -> set[Key]:
    """What of the hidden follows from the rest, by elimination in a field of whole numbers."""
    solved: Solved[Key] = {}
    uses: dict[Key, set[Key]] = {}
    known = [(t, p) for t, p in relations if t in hidden or not hidden.isdisjoint(p)]
    known.sort(key=lambda told: sum(key in hidden for key in told[1]))  # the shortest rows first
    for total, parts in known:
        row: dict[Key, int] = {}
        for key, sign in ((total, -1), *((part, 1) for part in parts)):
            if key in hidden:
                _add(row, solved.get(key, {key: -1}), -sign)
        row = {key: value for key, value in row.items() if value}
        if row:
            _pivot(row, solved, uses)
    return {pivot for pivot, rest in solved.items() if not rest}


def _add(row: dict[Key, int], other: Mapping[Key, int], times: int) -> None:
    for key, value in other.items():
        row[key] = (row.get(key, 0) + times * value) % PRIME


def _pivot(row: dict[Key, int], solved: Solved[Key], uses: dict[Key, set[Key]]) -> None:
    """One unknown more is told by the others; it is put into every row that it stands in."""
    pivot = min(row, key=lambda key: len(uses.get(key, ())))
    inverse = pow(row.pop(pivot), -1, PRIME)
    # pivot = -Σ rest: kept as the negative of what it equals, as the rows above are added
    rest = {key: value * inverse % PRIME for key, value in row.items()}
    for other in uses.pop(pivot, set()):
        times = solved[other].pop(pivot)
        _add(solved[other], rest, -times)
        for key in rest:
            if solved[other].get(key):
                uses.setdefault(key, set()).add(other)
            else:
                solved[other].pop(key, None)
                uses.get(key, set()).discard(other)
    solved[pivot] = rest
    for key in rest:
        uses.setdefault(key, set()).add(pivot)
