"""A list for a spreadsheet: CSV as a Swedish one opens it, and XLSX."""

import csv
import io
from collections.abc import Iterable
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from jobbtorg import practice

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Iterable[object]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such a cell


def as_csv(rows: Rows) -> bytes:
    """Semicolons and a byte order mark: what a Swedish spreadsheet opens as it stands."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in _marked(rows):
        writer.writerow([_harmless(str(cell)) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(title: str, rows: Rows) -> bytes:
    """One sheet: numbers as numbers, all else as text that no spreadsheet computes."""
    return as_workbook([(title, rows)])


def as_workbook(sheets: Iterable[tuple[str, Rows]]) -> bytes:
    """The same with a sheet for each title and its rows."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(_sheet_name(title))
        for row in _marked(rows):
            sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _marked(rows: Rows) -> Rows:
    """The rows, below a line that says so where all is practice."""
    said = practice.sentence()
    return chain([[said]], rows) if said else rows


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:31]


def _cell(sheet: object, value: object) -> WriteOnlyCell:
    if isinstance(value, float | int):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "0.0" if isinstance(value, float) else "0"
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"  # also what begins with =, which would else be a formula
    return cell


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
