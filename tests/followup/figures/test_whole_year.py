"""All figures of a year in one file: long work, with the cells of the pages."""

import csv
import io
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from followup.figures.facts import Asked
from followup.figures.periods import Period
from followup.figures.registry import FIGURES
from followup.figures.tables import Table
from followup.figures.whole_year import WHOLE_YEAR
from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from jobbtorg.jobs import running
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.models import Job
from tests.cases.helpers import get, on, post, text_of
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import write_table

DAY = date(2026, 12, 31)
URL = "/statistik/hela-aret/"


@pytest.fixture
def fifty(world):
    write_table(FIFTY)
    with on(DAY):
        yield world


def made(user, **told):
    """The work, done."""
    asked = {"period": "2026", "enhet": "", "per": str(DAY), "form": "xlsx"} | told
    job = start(WHOLE_YEAR, asked, by=user)
    running.run(job.pk)
    return Job.objects.get(pk=job.pk)


def content(job):
    with keeping.fetch(job.key) as file:
        return file.read()


def test_the_workbook_has_a_sheet_for_each_figure_with_the_cells_of_the_page(fifty):
    job = made(fifty.chef)
    book = load_workbook(io.BytesIO(content(job)))
    assert [sheet[:20] for sheet in book.sheetnames] == [f.title[:20] for f in FIGURES.values()]
    units = (fifty.unit().pk,)
    for dimension in FIGURES["resultat"].dimensions:
        page = Table(Asked(FIGURES["resultat"], Period(2026), DAY, units), dimension, inside=True)
        rows = [list(row) for row in book.worksheets[0].values]
        at = next(n for n, row in enumerate(rows) if row[0] == page.heading)
        lines = [[line.label, line.of, *line.told] for line in page.lines]
        width = len(lines[0])
        assert [row[:width] for row in rows[at + 1 : at + 1 + len(lines)]] == lines


def test_the_files_are_one_for_each_table(fifty):
    with ZipFile(io.BytesIO(content(made(fifty.granskare, form="csv")))) as file:
        names = file.namelist()
        text = file.read("Avslutade till arbete eller studier, enhet.csv").decode("utf-8-sig")
    assert len(names) == sum(len(figure.dimensions) for figure in FIGURES.values())
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert ["Gäller", "Alla enheter"] in rows
    assert any("dold" in row for row in rows)  # outside the unit small numbers are hidden


def test_each_table_is_a_step_of_the_bar_and_the_file_is_logged_once(fifty):
    job = made(fifty.chef)
    assert job.done == job.total == sum(len(figure.dimensions) for figure in FIGURES.values())
    assert job.file_name == "Statistik-2026-per-2026-12-31.xlsx"
    assert AccessLog.objects.filter(what__startswith="Statistik-2026").count() == 1


def test_what_the_reader_may_see_is_asked_anew_when_it_is_done(fifty):
    job = made(fifty.chef, enhet=str(fifty.unit("City").pk))
    assert job.state == "misslyckat"
    assert "inte längre din" in job.error
    assert made(fifty.registrator).state == "misslyckat"


def test_asked_for_on_the_page_for_the_year_of_the_chosen_period(fifty):
    shown = text_of(get(fifty.chef, "/statistik/?period=2026-T1"))
    assert "Hela 2026 i en fil" in shown
    told = {"period": "2026-T1", "enhet": str(fifty.unit().pk), "per": str(DAY)}
    answer = post(fifty.chef, URL, **told, form="csv")
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, job.get_absolute_url())
    assert job.parameters["period"] == "2026"
    assert job.title == "Statistik, hela året, 2026, Jobbtorg Farsta, csv"


def test_nothing_is_asked_for_without_a_day_or_a_form_or_by_others(fifty):
    told = {"period": "2026", "enhet": "", "per": str(DAY)}
    assert post(fifty.granskare, URL, **told, form="exe").status_code == 422
    assert post(fifty.granskare, URL, **(told | {"per": "igår"}), form="csv").status_code == 422
    assert post(fifty.registrator, URL, **told, form="csv").status_code == 403
    assert not Job.objects.exists()
