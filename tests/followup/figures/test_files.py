"""The files: the cells of the page, cell by cell, and nothing that a spreadsheet would compute."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from followup.figures.facts import Asked
from followup.figures.periods import Period
from followup.figures.registry import FIGURES
from followup.figures.tables import Table, written
from jobbtorg.audit.models import AccessLog
from jobbtorg.spreadsheet import as_csv, as_xlsx
from tests.cases.helpers import get, on
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import write_table

DAY = date(2026, 12, 31)
HEAD = 6  # title, period, unit, as of, made, definition


@pytest.fixture
def fifty(world):
    write_table(FIFTY)
    with on(DAY):
        yield world


def file(user, kind, key, **asked):
    return get(user, f"{reverse(f'figure_{kind}', args=[key])}?{_query(asked)}")


def _query(asked):
    return "&".join(f"{name}={value}" for name, value in asked.items())


def csv_rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def sheet_rows(content):
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return [list(row) for row in sheet.iter_rows()]


@pytest.mark.parametrize("key", ["resultat", "inskrivningstid"])
@pytest.mark.parametrize("role", ["chef", "granskare"])
def test_the_files_have_the_cells_of_the_page(fifty, key, role):
    user = getattr(fifty, role)
    inside = role == "chef"
    units = (fifty.unit().pk,) if inside else None
    page = Table(Asked(FIGURES[key], Period(2026), DAY, units), "unit", inside)
    expected = [[line.label, line.of, *line.shown] for line in page.lines]

    rows = csv_rows(file(user, "csv", key, delat="unit"))
    assert [[cell or "–" for cell in row] for row in rows[-len(expected) :]] == expected
    sheet = sheet_rows(file(user, "xlsx", key, delat="unit").content)
    told = [[_told(cell) for cell in row] for row in sheet[-len(expected) :]]
    assert told == expected
    assert ["Enhet", "Kön", *page.columns] == rows[-len(expected) - 1]


def _told(cell):
    """As a Swedish spreadsheet writes it, by the cell's format."""
    if isinstance(cell.value, str):
        return cell.value
    return written(float(cell.value) if cell.number_format == "0.0" else cell.value)


def test_numbers_are_numbers_with_one_decimal_in_the_sheet(fifty):
    sheet = sheet_rows(file(fifty.chef, "xlsx", "inskrivningstid").content)
    (women,) = (row for row in sheet if row[1].value == "Kvinnor")
    assert [cell.value for cell in women[2:]] == [12, 155.0, 155.0, 199.0, 210]
    assert [cell.number_format for cell in women[2:5]] == ["0", "0.0", "0.0"]


def test_a_swedish_spreadsheet_opens_the_csv_as_it_stands(fifty):
    response = file(fifty.chef, "csv", "inskrivningstid")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "Alla;Kvinnor;12;155,0;155,0;199,0;210\r\n" in response.content.decode("utf-8-sig")


def test_the_file_says_what_was_counted_where_when_and_how(fifty):
    rows = csv_rows(file(fifty.chef, "csv", "resultat", period="2026-T2", per="2026-09-01"))
    assert rows[:4] == [
        ["Avslutade till arbete eller studier"],
        ["Period", "tertial 2 2026"],
        ["Gäller", "Jobbtorg Farsta"],
        ["Per datum", "2026-09-01"],
    ]
    assert rows[HEAD - 1] == ["Definition", FIGURES["resultat"].definition]


def test_the_export_is_logged_as_one(fifty):
    file(fifty.chef, "xlsx", "resultat", period="2026-K2")
    logged = AccessLog.objects.filter(action=AccessLog.Action.EXPORT).first()
    assert logged.what == (
        "Statistik: Avslutade till arbete eller studier, Jobbtorg Farsta, 2026-K2"
        " per 2026-12-31, xlsx"
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text):
    ((cell,),) = sheet_rows(as_xlsx("Prov", [[text]]))
    assert cell.data_type == "s" and "1" in str(cell.value)
    assert as_csv([[text]]).decode("utf-8-sig").lstrip('"').startswith("'")


def test_what_no_sheet_can_hold_is_left_out():
    ((cell,),) = sheet_rows(as_xlsx("A/B: [C]", [["Far\x00sta\x0b"]]))
    assert cell.value == "Farsta"
