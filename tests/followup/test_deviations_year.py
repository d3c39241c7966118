"""The year's compilation: counts by kind, unit, cause and decision; no names. SOSFS 2011:9."""

import pytest

from jobbtorg import clock
from tests.cases.helpers import get, text_of
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
