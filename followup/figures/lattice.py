"""Every number that the tables of a figure show for a year, and how they hang together.

By unit, age and target group, by gender and part, in quarters, tertials and the year, and for all
together also in months: one whole, so that what one table hides no other table tells.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from followup.figures import facts
from followup.figures.facts import Asked
from followup.figures.periods import Period
from followup.figures.registry import Figure
from followup.figures.shield import Relation, is_small, protect

ALL, SHARE = "*", "*"
COUNTED = """
    SELECT {period}, gender, COALESCE(part, ''),
        CASE WHEN grouping(unit) = 0 THEN 'unit' WHEN grouping(age) = 0 THEN 'age'
            WHEN grouping(target) = 0 THEN 'target' ELSE '' END,
        COALESCE(unit, age, target, ''), count(*)
    FROM facts GROUP BY GROUPING SETS (
        (1, gender, 3), (1, gender, 3, unit), (1, gender, 3, age), (1, gender, 3, target))
    ORDER BY 1, 2, 3, 4, 5
"""
# What two tables of different lengths tell together: T1 less K1 is April; K1 and K2 less T1 is
# May and June. No table shows the two pairs of months, but each may be a small number.
PAIRS = {"M5+M6": range(5, 7), "M7+M8": range(7, 9)}
LONE = (4, 9)  # the months that such a difference is
SUMS = {
    "K1": ("M1", "M2", "M3"),
    "M5+M6": ("M5", "M6"),
    "M7+M8": ("M7", "M8"),
    "K4": ("M10", "M11", "M12"),
    "T1": ("K1", "M4"),
    "K2": ("M4", "M5+M6"),
    "T2": ("M5+M6", "M7+M8"),
    "K3": ("M7+M8", "M9"),
    "T3": ("M9", "K4"),
    "": ("T1", "T2", "T3"),
}


class Key(NamedTuple):
    """A number that a table shows: of which period, row, gender and part."""

    period: str
    dimension: str
    row: str
    gender: str
    part: str


    @property
    def is_too_fine(self) -> bool:
        """Whether no table outside the unit shows it: a month, divided further."""
        return self.period in PAIRS or self.period[:1] == "M" and bool(self.dimension)

    @property
    def length(self) -> int:
        """How many months it is of: what is of fewer is hidden first."""
        return {"": 12, "T": 4, "K": 3, "M": 1}[self.period[:1]]


Counted = tuple[tuple[int, str, str, str, str, int], ...]


def hidden(asked: Asked) -> frozenset[Key]:
    """What no reader outside the unit is shown of the figure, in any table of its year."""
    figure = asked.figure
    if figure.stock:
        query = COUNTED.replace("{period}", "0")
        return _hidden(figure, tuple(facts.rows(asked, query)))
    year = Asked(figure, Period(asked.period.year), asked.as_of)
    query = COUNTED.replace("{period}", "extract(month FROM day)::integer")
    return _hidden(figure, tuple(facts.rows(year, query)))


@lru_cache(maxsize=128)
def _hidden(figure: Figure, counted: Counted) -> frozenset[Key]:
    values = numbers(figure, counted)
    unpublished = {key for key in values if key.is_too_fine}
    whole = list(relations(figure, values))
    found = protect(values, whole, secrets(figure, values), unpublished, lambda key: key.length)
    return frozenset(found | unpublished)


def numbers(figure: Figure, counted: Counted) -> dict[Key, int]:
    """Every number of the year, from the counts of its months (0: of the whole)."""
    found: dict[Key, int] = {}
    for month, gender, part, dimension, row, count in counted:
        for period in _periods(month, divided=bool(dimension)):
            for sex in (gender, ALL):
                for name in _parts(figure, part):
                    key = Key(period, dimension, row, sex, name)
                    found[key] = found.get(key, 0) + count
    whole = ["", SHARE, *(code for code, _ in figure.parts)] if figure.parts else [""]
    for key in list(found):
        for name in whole:  # a part that nobody is in is shown, as 0
            found.setdefault(key._replace(part=name), 0)
    return found


def _periods(month: int, *, divided: bool) -> Iterator[str]:
    yield ""
    if month:
        yield from (f"K{(month + 2) // 3}", f"T{(month + 3) // 4}")
        if month in LONE or not divided:
            yield f"M{month}"
        yield from (name for name, months in PAIRS.items() if month in months)


def _parts(figure: Figure, part: str) -> Iterator[str]:
    yield ""
    if figure.parts:
        yield part
        if part in figure.share:
            yield SHARE


def relations(figure: Figure, values: dict[Key, int]) -> Iterator[Relation[Key]]:
    """What is the sum of what: over genders, rows, parts and periods."""
    genders: dict[Key, list[Key]] = {}
    rows: dict[tuple[str, Key], list[Key]] = {}
    for key in values:
        if key.gender != ALL:
            genders.setdefault(key._replace(gender=ALL), []).append(key)
        if key.dimension:
            total = key._replace(dimension="", row="")
            rows.setdefault((key.dimension, total), []).append(key)
    for total, parts in (*genders.items(), *((total, p) for (_, total), p in rows.items())):
        yield total, tuple(parts)
    for key in values:
        yield from _of_parts(figure, key, values)
        named = SUMS.get(key.period, ())
        if key.dimension and key.period in ("K1", "K4", *PAIRS):
            continue  # the months that these are of stand in no table
        summed = (key._replace(period=name) for name in named)
        there = tuple(part for part in summed if part in values)
        if there:
            yield key, there


def _of_parts(figure: Figure, key: Key, values: dict[Key, int]) -> Iterator[Relation[Key]]:
    """All are the share and the rest; the share is its parts."""
    if key.part or not figure.parts:
        return
    in_share = tuple(key._replace(part=code) for code in figure.share)
    rest = (key._replace(part=c) for c, _ in figure.parts if c not in figure.share)
    if not figure.share:
        yield key, tuple(rest)
        return
    share = key._replace(part=SHARE)
    yield key, (share, *rest)
    yield share, in_share


def secrets(figure: Figure, values: dict[Key, int]) -> set[Key]:
    """The small numbers, and what would tell that all in a group came to the same."""
    found = {key for key, number in values.items() if is_small(number)}
    if figure.of_persons:
        for key, number in values.items():
            if key.part and number and number == values[key._replace(part="")]:
                found.add(key)
    return found
