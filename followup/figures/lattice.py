"""Every number that the tables of a figure show for a year, and how they hang together.

By unit, age and target group and by gender, in quarters, tertials and the year, and for all
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

ALL = "*"
COUNTED = """
    SELECT {period}, gender, COALESCE(part, ''),
        CASE WHEN grouping(unit) = 0 THEN 'unit' WHEN grouping(age) = 0 THEN 'age'
            WHEN grouping(target) = 0 THEN 'target' ELSE '' END,
        COALESCE(unit, age, target, ''), sum(n)::bigint
    FROM facts WHERE {here} GROUP BY GROUPING SETS (
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
OF_MONTHS = ("K1", "K4", *PAIRS)


class Key(NamedTuple):
    """A line of a table: of which period, row and gender."""

    period: str
    dimension: str
    row: str
    gender: str

    @property
    def is_too_fine(self) -> bool:
        """Whether no table outside the unit shows it: a month, divided further."""
        return self.period in PAIRS or self.period[:1] == "M" and bool(self.dimension)

    @property
    def weight(self) -> int:
        """What is missed the most has the most: a long period, and all of it undivided."""
        months = {"": 12, "T": 4, "K": 3, "M": 1}[self.period[:1]]
        return 4 * months + 2 * (not self.dimension) + (self.gender == ALL)


Counted = tuple[tuple[int, str, str, str, str, int], ...]
Parts = dict[str, int]


class Hidden(NamedTuple):
    """The lines whose numbers are hidden, and those whose division into parts is."""

    lines: frozenset[Key]
    parts: frozenset[Key]

    def has(self, key: Key) -> bool:
        """Whether the line shows no number at all: not even that it is nought, where too fine."""
        return key.is_too_fine or key in self.lines


def hidden(asked: Asked) -> Hidden:
    """What no reader outside the unit is shown of the figure, in any table of its year."""
    figure = asked.figure
    if figure.stock:
        query = COUNTED.replace("{period}", "0")
        return _hidden(figure, tuple(facts.rows(asked, query)))
    year = Asked(figure, Period(asked.period.year), asked.as_of, asked.units)
    query = COUNTED.replace("{period}", "extract(month FROM day)::integer")
    return _hidden(figure, tuple(facts.rows(year, query)))


@lru_cache(maxsize=32)  # each figure of two years: of many units one takes a megabyte or two
def _hidden(figure: Figure, counted: Counted) -> Hidden:
    """First the numbers, then the parts of those that are shown.

    The parts of a line are hidden together: what one line has more of one part and less of
    another, a second line may have less and more, so that no sum of them tells.
    """
    parts = numbers(counted)
    values = {key: sum(each.values()) for key, each in parts.items()}
    whole = list(relations(values))
    unpublished = {key for key in values if key.is_too_fine}

    def guarded(secret: set[Key]) -> frozenset[Key]:
        found = protect(values, whole, secret, unpublished, lambda key: key.weight)
        return frozenset(found | unpublished)

    lines = guarded({key for key, number in values.items() if is_small(number)})
    telling = {key for key, each in parts.items() if figure.parts and _tells(each, figure)}
    return Hidden(lines, guarded(telling | lines) if figure.parts else lines)


def _tells(parts: Parts, figure: Figure) -> bool:
    """Whether some part is small, or everyone came to the same: then it is known of each."""
    shared = sum(number for part, number in parts.items() if part in figure.share)
    rest = sum(parts.values()) - shared
    same = len(parts) == 1 and figure.of_persons
    return same or any(is_small(number) for number in (*parts.values(), shared, rest))


def numbers(counted: Counted) -> dict[Key, Parts]:
    """The parts of every line of the year, from the counts of its months (0: of the whole)."""
    found: dict[Key, Parts] = {}
    for month, gender, part, dimension, row, count in counted:
        for period in _periods(month, divided=bool(dimension)):
            for sex in (gender, ALL):
                parts = found.setdefault(Key(period, dimension, row, sex), {})
                parts[part] = parts.get(part, 0) + count
    return found


def _periods(month: int, *, divided: bool) -> Iterator[str]:
    yield ""
    if month:
        yield from (f"K{(month + 2) // 3}", f"T{(month + 3) // 4}")
        if month in LONE or not divided:
            yield f"M{month}"
        yield from (name for name, months in PAIRS.items() if month in months)


def relations(values: dict[Key, int]) -> Iterator[Relation[Key]]:
    """What is the sum of what: over genders, rows and periods."""
    genders: dict[Key, list[Key]] = {}
    rows: dict[tuple[str, Key], list[Key]] = {}
    for key in values:
        if key.gender != ALL:
            genders.setdefault(key._replace(gender=ALL), []).append(key)
        if key.dimension:
            total = key._replace(dimension="", row="")
            rows.setdefault((key.dimension, total), []).append(key)
        yield from _of_periods(key, values)
    for total, parts in (*genders.items(), *((total, p) for (_, total), p in rows.items())):
        yield total, tuple(parts)


def _of_periods(key: Key, values: dict[Key, int]) -> Iterator[Relation[Key]]:
    if key.dimension and key.period in OF_MONTHS:
        return  # the months that these are of stand in no table
    summed = (key._replace(period=name) for name in SUMS.get(key.period, ()))
    there = tuple(part for part in summed if part in values)
    if there:
        yield key, there
