"""The year's compilation: counts by kind, unit, cause and decision; no names. SOSFS 2011:9."""

import io

import pytest
from openpyxl import load_workbook

from followup.deviation_year_job import DEVIATIONS_OF_YEAR
from jobbtorg import clock
from jobbtorg.files import keeping
from jobbtorg.jobs import running
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.models import Job
from tests.cases.helpers import get, post, text_of
from tests.followup.deviations import closed, measured, received, reported, sent

URL = "/avvikelser/sammanstallning/"


def year():
    return clock.today().year


def test_counts_what_was_reported_why_and_what_was_done(world):
    closed(world, measured(world, received(world, "avvikelse")))
    sent(world)
    reported(world, "klagomal")
    content = get(world.sekreterare, f"{URL}{year()}.csv").content.decode("utf-8-sig")
    for line in (
        "Slag;Avvikelse;1",
        "Slag;Klagomål;1",
        "Slag;Lex Sarah: missförhållande;1",
        "Enhet;Jobbtorg Farsta;3",
        "Främsta orsak;Rutinen följdes inte;2",
        "Beslut enligt lex Sarah;Allvarligt missförhållande;1",
        "Åtgärder;Beslutade;1",
        "Handläggning;Anmälda till Ivo;1",
        "Handläggning;Dagar till avslut, median;0",
    ):
        assert line in content


def test_names_nobody_and_no_case(world):
    case = world.started()
    closed(world, received(world, "avvikelse", case=case))
    page = text_of(get(world.granskare, URL))
    for told in (case.number, case.person.last_name, "Coach Farsta", "AV-"):
        assert told not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("chef", 200), ("sekreterare", 200), ("granskare", 200), ("coach", 403)],
)
def test_is_for_those_who_answer_for_it(world, who, status):
    assert get(getattr(world, who), URL).status_code == status
    assert get(getattr(world, who), f"{URL}{year()}.csv").status_code == status


@pytest.mark.parametrize("path", ["1999/", "2999/", "1999.csv"])
def test_a_year_that_is_not_there_is_not_there(world, path):
    assert get(world.chef, URL + path).status_code == 404


def test_another_year_is_empty(world):
    reported(world)
    page = text_of(get(world.sekreterare, f"{URL}{year() - 1}/"))
    assert "Inga under året." in page and "Jobbtorg Farsta" not in page


def book_of(user):
    """The workbook of the year, done."""
    job = start(DEVIATIONS_OF_YEAR, {"year": year()}, by=user)
    running.run(job.pk)
    with keeping.fetch(Job.objects.get(pk=job.pk).key) as file:
        return load_workbook(io.BytesIO(file.read()))


def test_the_workbook_has_a_sheet_for_all_and_one_for_each_unit(world):
    reported(world, "klagomal")
    reported(world, unit=world.unit("City"))
    book = book_of(world.sekreterare)
    assert book.sheetnames == ["Alla enheter", "Jobbtorg City", "Jobbtorg Farsta"]
    rows = list(book["Jobbtorg Farsta"].values)
    assert ("Slag", "Klagomål", 1) in rows and ("Handläggning", "Rapporterade", 1) in rows
    assert ("Handläggning", "Rapporterade", 2) in list(book["Alla enheter"].values)


def test_a_chef_gets_the_sheets_of_all_and_of_the_own_unit(world):
    reported(world)
    reported(world, unit=world.unit("City"))
    assert book_of(world.chef).sheetnames == ["Alla enheter", "Jobbtorg Farsta"]


def test_the_workbook_is_asked_for_on_the_page(world):
    answer = post(world.granskare, f"{URL}{year()}/excel/")
    assert (answer.status_code, answer["Location"]) == (302, Job.objects.get().get_absolute_url())
    assert post(world.coach, f"{URL}{year()}/excel/").status_code == 403
    assert post(world.chef, f"{URL}1999/excel/").status_code == 404
