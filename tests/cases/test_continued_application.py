"""An application for more while the insats runs: a new investigation in the same case. G17."""

import pytest

from cases import actions
from cases.models import Application, Case, Investigation, NumberSeries, Status
from cases.steps import next_step
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from tests.cases.helpers import (
    as_if_committed,
    get,
    page_of,
    post,
    refused,
    refused_by_database,
    signed_in,
    sql,
    text_of,
)
from tests.cases.test_register_page import form


def test_it_is_asked_about_and_then_comes_into_the_same_case(world):
    case = world.running()
    with refused("continued") as rules:
        world.registered()
    assert case.number in rules[0].sentence
    again = world.continued_in(case)
    as_if_committed()
    assert again == case
    assert (again.status, again.coach) == (Status.AKTUALISERAD, world.coach)
    assert again.applications.count() == 2
    assert again.application.is_continued
    assert again.journal.first().title.startswith("Ansökan om fortsatt insats kom in")
    assert next_step(again, world.coach).label == "Inled utredning"


def test_the_series_of_numbers_has_no_gap(world):
    world.continued()
    assert NumberSeries.objects.get(series="JT").last == 1
    assert world.registered("200102152392").number.endswith("-0002")


def test_it_is_investigated_anew_and_the_first_investigation_stays_locked(world):
    case = world.continued()
    first = Investigation.objects.get()
    world.begin(case)
    second = Investigation.objects.of(case)
    assert second != first
    case = Case.objects.get(pk=case.pk)
    world.save(case, "kriterier")
    assert Investigation.objects.of(case).criterion_answers.count() == 5
    summary = first.summary
    summary.facts = "Ändrat i efterhand"
    with refused_by_database("Utredningen är låst"):
        summary.save()


def test_the_first_investigation_does_not_make_the_second_whole(world):
    case = world.continued()
    world.begin(case)
    with refused_by_database("Utredningen saknar delar"):
        sql("UPDATE cases_case SET status = 'vantar_pa_beslut' WHERE id = %s", case.pk)


def test_the_page_shows_both_applications(world):
    case = world.continued(own_words="Jag vill fortsätta.")
    shown = text_of(get(world.coach, f"{case.get_absolute_url()}ansokan/"))
    assert "Jag vill fortsätta." in shown
    assert "Tidigare ansökningar" in shown


def test_the_case_page_leads_to_it_with_what_is_known_filled_in(world):
    case = world.running()
    link = f"/ny-ansokan/?arende={case.slug}"
    assert link in page_of(get(world.coach, case.get_absolute_url())).links
    page = page_of(get(world.coach, link))
    assert page.inputs["personnummer"] == "20020215-2385"
    assert page.inputs["last_name"] == "Provström"
    assert "checked" in text_of(get(world.coach, link))


def test_nobody_else_gets_anything_filled_in_by_the_cases_number(world):
    case = world.running()
    assert get(world.coach_city, f"/ny-ansokan/?arende={case.slug}").status_code == 404
    assert get(world.coach_city, "/ny-ansokan/?arende=x").status_code == 200


def test_the_page_asks_with_a_box_and_takes_it_when_ticked(world):
    case = world.running()
    answer = post(world.coach, "/ny-ansokan/", **form(world))
    assert answer.status_code == 422
    assert "Ja, ansökan gäller fortsatt insats i samma ärende" in text_of(answer)
    client = signed_in(world.coach)
    answer = client.post("/ny-ansokan/", form(world, continued="on"))
    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    assert Application.objects.count() == 2


def test_at_another_unit_it_stops_with_the_units_name(world):
    world.running()
    with refused("open_case") as rules:
        world.registered(unit="City", by=world.coach_city)
    assert rules[0].sentence == "Personen har ett öppet ärende på Jobbtorg Farsta."


@pytest.mark.parametrize("stage", ["started", "proposed", "decided"])
def test_before_the_first_is_granted_there_is_no_second(world, stage):
    getattr(world, stage)()
    with refused("open_case"):
        actions.register(
            world.person(),
            world.application(),
            world.unit(),
            by=world.coach,
            request_id="3b2f0d6e-0000-4000-8000-000000000001",
            age_confirmed=True,
            continued=True,
        )


def test_a_refusal_leaves_the_first_insats_running_until_its_end(world):
    case = world.continued()
    world.begin(case)
    case = Case.objects.get(pk=case.pk)
    world.complete(case, refused=True)
    actions.propose(case, by=world.coach)
    decision = world.decide(case, world.rulings("avslag", "avslag"))
    dispatch(decision, "brev", clock.today(), by=world.registrator)
    case = Case.objects.get(pk=case.pk)
    assert case.status == Status.PAGAR
    assert case.due_on == next_working_day(next_working_day(clock.today()))  # the uppdrag's
    assert decision.application == case.application


def test_who_investigated_the_first_does_not_decide_the_second_by_that(world):
    """Each application is decided by someone who has not taken part in the case."""
    case = world.continued()
    world.begin(case)
    case = Case.objects.get(pk=case.pk)
    world.complete(case)
    actions.propose(case, by=world.coach)
    assert world.decide(case, world.rulings()).number.endswith(":2")


def test_more_of_an_insats_is_decided_on_the_page_as_the_first_was(world):
    case = world.continued()
    world.begin(case)
    case = Case.objects.get(pk=case.pk)
    world.complete(case)
    actions.propose(case, by=world.coach)
    page = get(world.chef, f"{case.get_absolute_url()}beslut/")
    assert page.status_code == 200 and "Fatta beslut" in text_of(page)
