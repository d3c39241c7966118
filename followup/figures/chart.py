"""The chart beside the table: bars, drawn on the server; the table is its text."""

from dataclasses import dataclass
from functools import cached_property

from followup.figures.lattice import ALL
from followup.figures.tables import Line, Table

WIDTH, BAR, GAP, HEAD, LEFT, RIGHT = 360, 20, 4, 24, 72, 56


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how long it is and what is written at it."""

    top: int
    length: float
    gender: str
    of: str
    text: str

    @property
    def base(self) -> int:
        """Where the text at the bar stands."""
        return self.top + BAR - 6

    @property
    def end(self) -> str:
        """Where the number is written, after the bar."""
        return f"{LEFT + self.length + 6:.1f}"

    @property
    def width(self) -> str:
        """As SVG writes it."""
        return f"{self.length:.1f}"


@dataclass(frozen=True)
class Group:
    """The bars of one row, under its name."""

    label: str
    base: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """Bars for women, men and where it is not known, of the column that the table leads with."""

    table: Table

    width = WIDTH

    @property
    def title(self) -> str:
        """What the bars show."""
        return self.table.columns[self.table.headline]

    @cached_property
    def groups(self) -> list[Group]:
        """The bars, row by row."""
        found, top = [], 4
        for lines in self._rows():
            base, top = top + HEAD - 8, top + HEAD
            bars = []
            for line in lines:
                bars.append(self._bar(line, top))
                top += BAR + GAP
            found.append(Group(lines[0].label, base, tuple(bars)))
            top += GAP
        return found

    @property
    def height(self) -> int:
        """Of the whole drawing."""
        bars = sum(len(group.bars) for group in self.groups)
        return 4 + bars * (BAR + GAP) + len(self.groups) * (HEAD + GAP)

    def _rows(self) -> list[list[Line]]:
        rows: dict[str, list[Line]] = {}
        for line in self.table.lines:
            if line.gender != ALL:
                rows.setdefault(line.row, []).append(line)
        return list(rows.values())

    @cached_property
    def _most(self) -> float:
        """What the longest bar stands for; a share is always of a hundred."""
        if self.table.figure.share:
            return 100.0
        column = self.table.headline
        seen = (line for lines in self._rows() for line in lines if not line.concealed[column])
        return float(max((line.cells[column] or 0 for line in seen), default=0)) or 1.0

    def _bar(self, line: Line, top: int) -> Bar:
        column = self.table.headline
        number = 0 if line.concealed[column] else line.cells[column] or 0
        length = number / self._most * (WIDTH - LEFT - RIGHT)
        return Bar(top, length, line.gender, line.of, line.shown[column])
