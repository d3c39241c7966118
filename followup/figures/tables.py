"""The table of a figure: what its facts come to, for the page, the chart and the files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor
from typing import Any

from followup.figures import facts
from followup.figures.facts import Asked
from followup.figures.lattice import ALL, Hidden, Key, hidden
from followup.figures.periods import MONTHS, Period
from followup.figures.registry import Figure

DIMENSIONS = {
    "": "Ingen uppdelning",
    "unit": "Enhet",
    "age": "Åldersgrupp",
    "target": "Målgrupp",
    "month": "Månad",
}
ROWS = {
    "": ("''::text", "''::text"),
    "unit": ("unit", "unit_label"),
    "age": ("age", "age"),
    "target": ("target", "target_label"),
    "month": ("month", "month"),
}
UNKNOWN = "-"
GENDERS = {"kvinna": "Kvinnor", "man": "Män", UNKNOWN: "Uppgift saknas", ALL: "Alla"}
AGES = {"0": "Under 19", "19": "19–24", "25": "25–29", "30": "30 och äldre"}
CONCEALED = "dold"
DAYS = ("Medel", "Median", "90:e percentilen", "Längst")
COUNTED = """
    SELECT {row}, max({label}), gender, part, value, sum(n)::bigint
    FROM facts WHERE {here} GROUP BY {row}, gender, part, value
"""
Number = float | int | None


@dataclass(frozen=True)
class Line:
    """One line of the table: a group and a gender, with its numbers and which are concealed."""

    row: str
    label: str
    gender: str
    cells: tuple[Number, ...]
    concealed: tuple[bool, ...]

    @property
    def is_total(self) -> bool:
        """Whether it is of all, whatever they are divided by."""
        return not self.row

    @property
    def of(self) -> str:
        """Kvinnor, Män, Uppgift saknas or Alla."""
        return GENDERS[self.gender]

    @property
    def told(self) -> tuple[Number | str, ...]:
        """The cells as they are published: numbers, or that they are concealed."""
        pairs = zip(self.cells, self.concealed, strict=True)
        return tuple(CONCEALED if secret else rounded(cell) for cell, secret in pairs)

    @property
    def shown(self) -> tuple[str, ...]:
        """The cells as they are written."""
        return tuple(written(cell) for cell in self.told)


@dataclass
class Tally:
    """What a line is of: how many there are of each part, or of each number of days."""

    label: str = ""
    number: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def add(self, label: str, part: str | None, value: int | None, n: int) -> None:
        """So many more that are alike."""
        self.label, self.number = max(self.label, label), self.number + n
        if part is not None:
            self.parts[part] += n
        if value is not None:
            self.days[value] += n

    def of(self, codes: Sequence[str]) -> tuple[int, ...]:
        """The number of each part, in the order of the figure."""
        return tuple(self.parts[code] for code in codes)

    def of_days(self) -> tuple[Number, ...]:
        """Mean, median, 90th percentile and the longest; nothing where no days are counted."""
        if not self.days:
            return ()
        mean = sum(value * n for value, n in self.days.items()) / self.days.total()
        return (mean, percentile(self.days, 0.5), percentile(self.days, 0.9), max(self.days))


def percentile(days: Counter[int], share: float) -> float:
    """As PostgreSQL's percentile_cont: between the two values nearest to the place."""
    place = share * (days.total() - 1)
    below, above = (_nth(days, where) for where in (floor(place), ceil(place)))
    return below + (place - floor(place)) * (above - below)


def _nth(days: Counter[int], n: int) -> int:
    """The nth value from the smallest, which is the nought."""
    for value in sorted(days):
        n -= days[value]
        if n < 0:
            return value
    raise IndexError(n)


@dataclass(frozen=True)
class Table:
    """A figure's lines for what was asked; one query, and outside the unit one more."""

    asked: Asked
    dimension: str
    inside: bool

    @property
    def figure(self) -> Figure:
        """The figure it is of."""
        return self.asked.figure

    @property
    def heading(self) -> str:
        """What the rows are."""
        return DIMENSIONS[self.dimension] if self.dimension else "Grupp"

    @property
    def columns(self) -> tuple[str, ...]:
        """What the numbers are called."""
        if self.figure.is_days:
            return (self.figure.counted, *(f"{name}, dagar" for name in DAYS))
        share = (self.figure.share_title,) if self.figure.share else ()
        return (self.figure.counted, *(label for _, label in self.figure.parts), *share)

    @property
    def headline(self) -> int:
        """The column that the chart and the index show: mean, share or number."""
        if self.figure.is_days:
            return 1
        return len(self.columns) - 1 if self.figure.share else 0

    @cached_property
    def lines(self) -> list[Line]:
        """All lines: group by group with its genders, the total last."""
        counted = self._counted()
        secret = None if self.inside or self.figure.of_units else hidden(self.asked)
        genders = [g for g in GENDERS if g != UNKNOWN or any(g == key[1] for key in counted)]
        return [
            self._line(row, label, gender, counted.get((row, gender)), secret)
            for row, label in [*self._rows(counted), ("", "Alla")]
            for gender in genders
        ]

    def counted(self) -> "Table":
        """Itself, with its lines asked for here and now: where they are read is chosen here."""
        assert self.lines
        return self

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted at all."""
        return not any(line.cells[0] for line in self.lines)

    @property
    def is_concealed(self) -> bool:
        """Whether something is hidden in it."""
        return any(secret for line in self.lines for secret in line.concealed)

    def headlines(self) -> dict[str, str]:
        """The number of the total line for each gender, as it is written."""
        return {line.gender: line.shown[self.headline] for line in self.lines if line.is_total}

    def _counted(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        """(row, gender) → label, number and what it comes to; the row of the total is empty."""
        row, label = ROWS[self.dimension]
        query = COUNTED.replace("{row}", row).replace("{label}", label)
        groups: dict[tuple[str, str], Tally] = {}
        for key, text, gender, part, value, n in facts.rows(self.asked, query):
            for group in {(key, gender), (key, ALL), ("", gender), ("", ALL)}:
                groups.setdefault(group, Tally()).add(text, part, value, n)
        codes = [code for code, _ in self.figure.parts]
        return {
            group: (tally.label, tally.number, *(tally.of_days() or tally.of(codes)))
            for group, tally in groups.items()
        }

    def _rows(self, counted: dict[tuple[str, str], tuple[Any, ...]]) -> list[tuple[str, str]]:
        """The rows and their labels, in order."""
        if self.dimension == "month":
            first, last = self.asked.period.first, min(self.asked.period.last, self.asked.as_of)
            there = (m for m in self.asked.period.months if first.replace(month=m) <= last)
            return [(f"{first.year}-{month:02}", MONTHS[month - 1]) for month in there]
        found = {row: told[0] for (row, _), told in counted.items() if row}
        if self.dimension == "age":
            return [(row, label) for row, label in _ages() if row in found]
        return sorted(found.items(), key=lambda pair: (pair[0] == UNKNOWN, pair[1]))

    def _line(self, row: str, label: str, gender: str, told: Any, secret: Hidden | None) -> Line:
        length = len(self.columns)
        numbers = list(told[1:]) if told else [0]
        if not self.figure.is_days:
            numbers += [0] * (1 + len(self.figure.parts) - len(numbers))
            if self.figure.share:
                numbers.append(_share(numbers, self.figure))
        cells = tuple(numbers + [None] * (length - len(numbers)))
        key = self._key(row, gender)
        line = secret is not None and secret.has(key)
        parts = secret is not None and (line or key in secret.parts)
        return Line(row, label, gender, cells, (line, *([parts] * (length - 1))))

    def _key(self, row: str, gender: str) -> Key:
        """What the line is called where it is decided what to hide."""
        period, dimension = _name(self.asked.period, self.figure), self.dimension if row else ""
        if dimension == "month":
            period, dimension, row = f"M{int(row[-2:])}", "", ""
        return Key(period, dimension, row, gender)


def _ages() -> Sequence[tuple[str, str]]:
    return [*AGES.items(), (UNKNOWN, GENDERS[UNKNOWN])]


def _name(period: Period, figure: Figure) -> str:
    return f"{period.kind}{period.number}" if period.kind and not figure.stock else ""


def _share(numbers: Sequence[int], figure: Figure) -> float | None:
    """The parts of the share in a hundred of all, in per cent."""
    codes = [code for code, _ in figure.parts]
    some = sum(numbers[1 + codes.index(code)] for code in figure.share)
    return 100 * some / numbers[0] if numbers[0] else None


def rounded(number: Number) -> Number:
    """To one decimal, half away from nought, as one rounds by hand."""
    return int(number * 10 + 0.5) / 10 if isinstance(number, float) else number


def written(number: Number | str) -> str:
    """A number in Swedish: decimal comma and one decimal; a dash where there is none."""
    if number is None:
        return "–"
    return f"{number:.1f}".replace(".", ",") if isinstance(number, float) else str(number)
