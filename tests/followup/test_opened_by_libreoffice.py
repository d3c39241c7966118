"""Every export of figures, opened by a spreadsheet that is not ours: the same cells, all of them.

What Calc has understood is compared with what openpyxl reads in the file, and with the figures.
"""

import csv
import io
import re
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from followup.deviation_year_job import DEVIATIONS_OF_YEAR
from followup.figures.facts import Asked
from followup.figures.periods import Period
from followup.figures.registry import FIGURES
from followup.figures.tables import DIMENSIONS, Table
from jobbtorg.jobs import running
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.models import Job
from jobbtorg.spreadsheet import as_csv, as_xlsx
from tests.cases.helpers import get, on
from tests.followup.deviations import closed, received, reported
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import write_table
from tests.followup.figures.test_whole_year import content, made
from tests.followup.libreoffice import opened

pytestmark = pytest.mark.slow
DAY = date(2026, 12, 31)
NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?")
ODD = [
    ["=1+1", "+46 70 123 45 67", "-1", "@SUM(A1)", "\t=1"],
    ['Med "citat"', "med; semikolon", "på\ntvå rader", "åäö ÅÄÖ é – €", "Hänt: ja/nej"],
    ["0701234567", "JT 2026-0001", "19–24", "3–4", "1,5 timme"],
    [7, 12.5, 0, 1234567, -3.25],
]


@pytest.fixture
def fifty(world):
    """Fifty cases, and two avvikelser."""
    write_table(FIFTY)
    with on(DAY):
        closed(world, received(world, "avvikelse"))
        reported(world, "klagomal")
        yield world


@pytest.fixture
def exports(fifty):
    """Each file that somebody can take out, by its name."""
    year = reverse("deviations_year_csv", args=[DAY.year])
    lists = ("advice_csv", "unexecuted_csv", "upcoming_csv")
    files = {f"{name}.csv": get(fifty.chef, reverse(name)).content for name in lists}
    month = reverse("appeals_month_csv", args=["2026-12"])
    files |= {
        "appeals_month.csv": get(fifty.chef, month).content,
        "udda.xlsx": as_xlsx("Udda", ODD),
        "udda.csv": as_csv([[_swedish(cell) for cell in row] for row in ODD]),
        "helt år.xlsx": content(made(fifty.chef)),
        "dolt.xlsx": content(made(fifty.granskare)),
        "avvikelser.csv": get(fifty.chef, year).content,
        "avvikelser.xlsx": _book(fifty.chef),
    }
    with ZipFile(io.BytesIO(content(made(fifty.chef, form="csv")))) as file:
        return files | {name: file.read(name) for name in file.namelist()}


def _book(user):
    """The year's compilation as a workbook, which is long work."""
    job = start(DEVIATIONS_OF_YEAR, {"year": DAY.year}, by=user)
    running.run(job.pk)
    return content(Job.objects.get(pk=job.pk))


def _swedish(cell):
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell


def rows_of(sheet):
    """The cells, without the empty ones at the end of a line and of the sheet."""
    rows = [[_told(cell) for cell in row] for row in sheet.iter_rows()]
    return _trimmed([_trimmed(row, "") for row in rows], [])


def _trimmed(found, empty):
    while found and found[-1] == empty:
        found = found[:-1]
    return found


def _told(cell):
    """A number as itself, a day as it is written, a text as it stands; a formula is told of."""
    assert cell.data_type != "f", f"{cell.value} became a formula"
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float | int):
        return round(float(value), 9)
    return "" if value is None else str(value).replace("\r\n", "\n")


def as_text(body):
    """What a CSV says, numbers as numbers."""
    lines = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";")
    rows = [[_number(cell) for cell in row] for row in lines]
    return _trimmed([_trimmed(row, "") for row in rows], [])


def _number(cell):
    return float(cell.replace(",", ".")) if NUMBER.fullmatch(cell) else cell


def test_each_export_is_opened_with_the_same_cells_and_the_figures_of_the_page(
    fifty, exports, tmp_path
):
    seen = opened(exports, tmp_path)
    assert len(seen) == len(exports) > 20
    for name, body in exports.items():
        if name.endswith(".csv"):
            assert rows_of(seen[name].active) == as_text(body), name
            continue
        book = load_workbook(io.BytesIO(body))
        assert seen[name].sheetnames == book.sheetnames
        for ours, theirs in zip(book.worksheets, seen[name].worksheets, strict=True):
            assert rows_of(theirs) == rows_of(ours), f"{name}, {ours.title}"
    the_figures_are_those_of_the_page(fifty, seen)


def the_figures_are_those_of_the_page(fifty, seen):
    """Each line of each table, as it is counted now, in the workbook and in its own CSV."""
    units, sheets = (fifty.unit().pk,), seen["helt år.xlsx"].worksheets
    for sheet, figure in zip(sheets, FIGURES.values(), strict=True):
        rows = rows_of(sheet)
        for dimension in figure.dimensions:
            page = Table(Asked(figure, Period(2026), DAY, units), dimension, inside=True)
            lines = [_line(line) for line in page.lines]
            begin = _begins(rows, page)
            assert rows[begin : begin + len(lines)] == lines
            divided = f", {DIMENSIONS[dimension].lower()}" if dimension else ""
            own = rows_of(seen[f"{figure.title}{divided}.csv"].active)
            assert [_rounded(row) for row in own[-len(lines) :]] == [_rounded(x) for x in lines]


def _line(line):
    """A line of the page, as a sheet holds it."""
    cells = [line.label, line.of, *("" if cell is None else cell for cell in line.told)]
    told = [round(float(c), 9) if isinstance(c, float | int) else str(c) for c in cells]
    return _trimmed(told, "")


def _begins(rows, page):
    """Where the table's lines begin: after its heads, which its own columns tell apart."""
    heads = [page.heading, "Kön", *page.columns]
    return next(n + 1 for n, row in enumerate(rows) if row == heads)


def _rounded(row):
    """A CSV tells one decimal, as the page does."""
    return [round(cell, 1) if isinstance(cell, float) else cell for cell in row]
