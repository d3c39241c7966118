"""Egenkontroll: ten avslag drawn by lot and graded, and the figures of it. users.md 9.6 step 5."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases import persons
from followup.grading import grade
from followup.models import Grading
from followup.sampling import SIZE, months, sample
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import every_unit, get, on, post, refused, refused_by_database, text_of
from tests.followup.figures.test_indicators import told
from tests.followup.helpers import page

MARCH, LATER = date(2026, 3, 1), date(2026, 4, 10)
URL = "/egenkontroll/2026-03/"


@pytest.fixture
def refusal(world):
    """An avslag of March, seen in April."""
    with on(date(2026, 3, 2)):
        decision = world.decided(may="avslag")
    with on(LATER):
        yield decision


def graded(world, decision, verdict="bra", comment="", by=None):
    return grade(decision, MARCH, verdict, comment, by=by or world.granskare)


def test_the_sample_is_the_same_each_time_and_of_refusals_alone(world, refusal, monkeypatch):
    assert sample(MARCH, every_unit()) == [refusal] == sample(MARCH, every_unit())
    with on(date(2026, 3, 3)):
        granted = world.decided("200203152390")
    assert granted not in sample(MARCH, every_unit())
    monkeypatch.setattr("followup.sampling.SIZE", 0)
    assert sample(MARCH, every_unit()) == []
    assert SIZE == 10


def test_the_lot_is_of_the_month_and_not_the_order_of_the_numbers(world, monkeypatch):
    class Row:
        def __init__(self, number):
            self.number = number

    rows = [Row(f"B 2026-{n:04}") for n in range(40)]
    monkeypatch.setattr("followup.sampling.refusals", lambda month, units: rows)
    march, april = ({row.number for row in sample(date(2026, n, 1), every_unit())} for n in (3, 4))
    assert len(march) == len(april) == 10
    assert march != april
    rows.reverse()
    assert {row.number for row in sample(MARCH, every_unit())} == march


def test_a_protected_persons_is_not_drawn(world, refusal):
    case = refusal.application.case
    persons.protect(case, "skyddad_folkbokforing", clock.today(), "Skatteverket", by=world.coach)
    assert sample(MARCH, every_unit()) == []


def test_a_month_that_is_not_over_is_not_graded(world):
    decision = world.decided(may="avslag")
    month = clock.today().replace(day=1)
    assert month not in months()
    with refused("not_drawn"):
        grade(decision, month, "bra", "", by=world.granskare)


def test_what_lacks_is_told(world, refusal):
    with refused("comment"):
        graded(world, refusal, "brister", " ")
    with refused("verdict"):
        graded(world, refusal, "toppen")
    assert graded(world, refusal, "brister", "Säger inte vad som avgjorde.").graded_at


def test_thought_over_the_later_counts_and_the_figure_of_a_past_day_stays(world, refusal):
    graded(world, refusal)
    with on(date(2026, 4, 11)):
        graded(world, refusal, "allvarliga", "Bara fraser.")
        assert told("motiveringar", as_of=LATER)["Alla", "Alla"] == ("1", "1", "0", "0", "100,0")
        found = told("motiveringar", as_of=clock.today())["Alla", "Alla"]
    assert found == ("1", "0", "0", "1", "0,0")
    assert Grading.objects.count() == 2


@pytest.mark.parametrize("who", ["chef", "coach", "forvaltningschef"])
def test_only_the_granskare_grades(world, refusal, who):
    with refused("not_granskare"):
        graded(world, refusal, by=getattr(world, who))


def row_of(world, decision, **values):
    """The row, past the act."""
    given = {"month": MARCH, "verdict": "bra", "graded_by": world.granskare}
    given |= {"graded_at": clock.now(), "decision": decision}
    return Grading.objects.create(**(given | values))


def test_postgresql_refuses_the_same(world, refusal):
    with refused_by_database("En granskare bedömer."):
        row_of(world, refusal, graded_by=world.chef)
    with refused_by_database("Beslutet hör till en annan månad."):
        row_of(world, refusal, month=date(2026, 2, 1))
    with on(date(2026, 3, 20)), refused_by_database("Månaden är inte slut."):
        row_of(world, refusal)
    with pytest.raises(IntegrityError), transaction.atomic():
        row_of(world, refusal, verdict="brister")
    with on(date(2026, 3, 3)):
        granted = world.decided("200203152390")
    with refused_by_database("Bara avslag bedöms."):
        row_of(world, granted)


def test_graded_on_the_page_and_the_reading_is_logged(world, refusal):
    shown = page(get(world.granskare, URL))
    assert refusal.number in shown and "Inte bedömt" in shown
    assert "Kommunicering före avslag" in shown
    one = f"{URL}{refusal.pk}/"
    assert refusal.rulings.first().reasons[:40] in text_of(get(world.granskare, one))
    number = refusal.application.case.number
    assert AccessLog.objects.filter(what="Egenkontroll: avslag", case_number=number).count() == 1
    answer = post(world.granskare, one, verdict="brister", comment="")
    assert (answer.status_code, "Skriv vad som brister." in text_of(answer)) == (422, True)
    assert post(world.granskare, one, verdict="bra").status_code == 302
    assert "Går att förstå" in page(get(world.granskare, URL))


def test_the_forvaltningschef_reads_and_others_see_nothing(world, refusal):
    one = f"{URL}{refusal.pk}/"
    assert "Bara granskare bedömer" in text_of(get(world.forvaltningschef, one))
    assert post(world.forvaltningschef, one, verdict="bra").status_code == 403
    assert get(world.chef, URL).status_code == get(world.coach, one).status_code == 403
    assert get(world.granskare, f"{URL}{refusal.pk + 99}/").status_code == 404


def test_a_letter_that_has_not_gone_the_day_after_is_listed_by_number(world, refusal):
    assert "Alla brev har skickats" not in page(get(world.granskare, URL))
    assert refusal.number in page(get(world.granskare, "/egenkontroll/2026-02/"))
    last_name = refusal.application.case.person.last_name
    assert last_name not in page(get(world.granskare, URL))
