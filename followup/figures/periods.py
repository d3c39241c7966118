"""The periods that figures are given for: year, tertial, quarter and month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jobbtorg import clock
from jobbtorg.deadlines import DAY

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
LENGTHS = {"": 12, "T": 4, "K": 3, "M": 1}
KINDS = {"": "År", "T": "Tertial", "K": "Kvartal", "M": "Månad"}
FIRST_YEAR = 2023
_CODE = re.compile(r"(20[0-9]{2})(?:-([TKM])([0-9]{1,2}))?")


@dataclass(frozen=True)
class Period:
    """A year, or the nth tertial, quarter or month of it."""

    year: int
    kind: str = ""
    number: int = 1

    @property
    def code(self) -> str:
        """As addresses carry it: 2026, 2026-T1, 2026-K2 or 2026-M3."""
        return f"{self.year}-{self.kind}{self.number}" if self.kind else f"{self.year}"

    @property
    def months(self) -> range:
        """The numbers of its months."""
        length = LENGTHS[self.kind]
        return range((self.number - 1) * length + 1, self.number * length + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.months[0], 1)

    @property
    def last(self) -> date:
        """Its last day."""
        end = self.months[-1]
        return (date(self.year + 1, 1, 1) if end == 12 else date(self.year, end + 1, 1)) - DAY

    def __str__(self) -> str:
        if self.kind == "M":
            return f"{MONTHS[self.number - 1]} {self.year}"
        return f"{KINDS[self.kind].lower()} {self.number} {self.year}" if self.kind else self.code


def period_of(code: str) -> Period | None:
    """The period of that code; None for what is none."""
    found = _CODE.fullmatch(code)
    if not found:
        return None
    year, kind, number = int(found[1]), found[2] or "", int(found[3] or 1)
    inside = FIRST_YEAR <= year <= clock.today().year and 1 <= number <= 12 // LENGTHS[kind]
    return Period(year, kind, number) if inside else None


def offered(kind: str) -> Iterator[Period]:
    """The periods of a kind that have begun, the latest first."""
    today = clock.today()
    for year in range(today.year, FIRST_YEAR - 1, -1):
        for number in range(12 // LENGTHS[kind], 0, -1):
            period = Period(year, kind, number)
            if period.first <= today:
                yield period
