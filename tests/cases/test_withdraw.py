"""Återkallelse: the only way beside a decision in which an application ends. users.md G9."""

from datetime import timedelta

import pytest

from cases import noting
from cases.models import Case, Draft, Status, Withdrawal
from cases.steps import next_step
from decisions.models import Referral
from jobbtorg import clock
from tests.cases.helpers import (
    as_if_committed,
    get,
    page_of,
    post,
    refused,
    refused_by_database,
    text_of,
)


def withdraw(world, case, *, by=None, **told):
    values = {
        "withdrawn_on": clock.today(),
        "how": "telefon",
        "by_whom": "Tilda Provström",
        "text": "Har fått jobb.",
    }
    return noting.withdraw(case, **(values | told), by=by or world.coach)


def url(case):
    return f"{case.get_absolute_url()}ansokan/aterkallelse/"


@pytest.mark.parametrize("stage", ["registered", "started", "proposed", "referred"])
def test_at_any_stage_before_the_decision_the_case_closes_with_how_when_and_by_whom(world, stage):
    case = getattr(world, stage)()
    row = withdraw(world, case)
    as_if_committed()
    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.due_on, case.returned) == (Status.AVSLUTAD, None, False)
    entry = case.journal.first()
    assert entry.title == "Ansökan återkallades av Tilda Provström (telefon)"
    assert (entry.text, row.noted_by) == ("Har fått jobb.", world.coach)
    assert next_step(case, world.coach).label == "Inget mer att göra"


def test_what_the_namnd_had_leaves_its_secretary(world):
    case = world.referred()
    withdraw(world, case)
    assert Referral.objects.of(case).exists()
    assert not Case.objects.visible_to(world.sekreterare).exists()


@pytest.mark.parametrize("stage", ["decided", "running"])
def test_what_is_decided_is_no_longer_withdrawn(world, stage):
    found = getattr(world, stage)()
    case = found if stage == "running" else found.application.case
    case = Case.objects.get(pk=case.pk)
    with refused("status"):
        withdraw(world, case)
    assert post(world.coach, url(case)).status_code == 409
    assert url(case) not in page_of(get(world.coach, f"{case.get_absolute_url()}ansokan/")).links
    with refused_by_database("Ansökan är avgjord eller kom in senare."):
        Withdrawal.objects.create(
            application=case.application,
            withdrawn_on=clock.today(),
            how="telefon",
            by_whom="Tilda",
            noted_by=world.coach,
            noted_at=clock.now(),
        )


def test_twice_is_refused(world):
    case = world.started()
    withdraw(world, case)
    with refused("status", "withdrawn"):
        withdraw(world, case)


def test_not_before_it_came_and_not_tomorrow(world):
    case = world.registered()
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)):
        with refused("withdrawn_on"):
            withdraw(world, case, withdrawn_on=day)


def test_whoever_said_it_is_named(world):
    with refused("by_whom"):
        withdraw(world, world.registered(), by_whom=" ")


@pytest.mark.parametrize(("who", "may"), [("chef", True), ("registrator", True)])
def test_the_unit_and_the_registrator_note_it(world, who, may):
    case = world.started()
    assert withdraw(world, case, by=getattr(world, who)).pk


def test_another_unit_does_not(world):
    case = world.started()
    with refused("writer"):
        withdraw(world, case, by=world.coach_city)
    assert post(world.coach_city, url(case)).status_code == 404


def test_an_application_for_more_leaves_the_insats_running(world):
    case = world.continued()
    withdraw(world, case)
    case = Case.objects.get(pk=case.pk)
    assert case.status == Status.PAGAR
    assert case.due_on is not None


def test_the_page_notes_it_and_leads_to_the_case(world):
    case = world.started()
    Draft.objects.create(user=world.coach, case=case, form="kriterier", saved_at=clock.now())
    answer = post(
        world.coach,
        url(case),
        withdrawn_on=f"{clock.today()}",
        how="brev",
        by_whom="Tilda Provström",
    )
    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    shown = text_of(get(world.coach, f"{case.get_absolute_url()}ansokan/"))
    assert "Ansökan är återkallad" in shown
    assert "av Tilda Provström (brev)." in shown
    assert not Draft.objects.exists()


def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(world):
    case = world.started()
    answer = post(world.coach, url(case), text="Hon ringde och sa att hon har fått jobb.")
    assert answer.status_code == 422
    for sentence in ("Ange dag.", "Välj hur.", "Ange av vem."):
        assert sentence in text_of(answer)
    assert page_of(answer).written("text") == "Hon ringde och sa att hon har fått jobb."
    assert Case.objects.get().status == "utreds"
