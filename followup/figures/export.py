"""The table as a file: the same cells, with what they mean and of which day they are."""

from collections.abc import Iterator

from followup.figures.tables import CONCEALED, Table, written
from jobbtorg import clock
from jobbtorg.spreadsheet import as_csv, as_xlsx


def csv(table: Table, where: str) -> bytes:
    """Semicolons, UTF-8 with a byte order mark, decimal comma."""
    return as_csv([_swedish(cell) for cell in row] for row in rows_of(table, where))


def xlsx(table: Table, where: str) -> bytes:
    """Numbers as numbers: each spreadsheet writes them in its own way."""
    return as_xlsx(table.figure.title, rows_of(table, where))


def _swedish(cell: object) -> object:
    return written(cell) if isinstance(cell, float) else cell


def rows_of(table: Table, where: str) -> Iterator[tuple[object, ...]]:
    """What it is, of when and where, and then its lines."""
    asked = table.asked
    yield (table.figure.title,)
    yield "Period", str(asked.period)
    yield "Gäller", where
    yield "Per datum", str(asked.as_of)
    yield "Framställd", str(clock.today())
    yield "Definition", table.figure.definition
    if table.is_concealed:
        yield CONCEALED, "Antal under fem, eller ett tal som de kan räknas ut av."
    yield ()
    yield table.heading, "Kön", *table.columns
    for line in table.lines:
        yield line.label, line.of, *("" if cell is None else cell for cell in line.told)
