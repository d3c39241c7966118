"""Expediera: how and when the letter went."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from cases.models import Status
from decisions.models import Dispatch
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.acts import RuleBroken


def codes(refusal):
    return {rule.code for rule in refusal.value.rules}


def test_a_granted_case_goes_on_with_the_insats(world):
    with time_machine.travel("2026-03-03 09:00+01:00", tick=False):
        decision = world.decided()
        dispatch(decision, "brev", clock.today(), by=world.registrator)
    case = decision.application.case
    case.refresh_from_db()
    assert case.status == Status.PAGAR
    assert case.due_on == date(2026, 3, 5)  # the uppdrag is taken on within two working days


def test_a_refused_case_is_closed(world):
    decision = world.decided(may="avslag")
    dispatch(decision, "overlamnat", clock.today(), by=world.chef)
    case = decision.application.case
    case.refresh_from_db()
    assert (case.status, case.due_on) == (Status.AVSLUTAD, None)
    assert case.journal.first().title.startswith("Brevet skickades")


@pytest.mark.parametrize("days", [1, -1])
def test_the_day_is_from_the_decision_to_today(world, client, days):
    decision = world.decided()
    day = clock.today() + timedelta(days=days)
    client.force_login(world.registrator)
    url = reverse("decision", args=[decision.application.case.slug])
    response = client.post(url, {"how": "brev", "sent_on": day})
    assert response.status_code == 422
    assert "Ange en dag från beslutsdagen" in response.content.decode()
    assert not Dispatch.objects.exists()


def test_it_is_noted_once_and_never_changed(world):
    decision = world.decided()
    row = dispatch(decision, "brev", clock.today(), by=world.registrator)
    with pytest.raises(RuleBroken) as refusal:
        dispatch(decision, "overlamnat", clock.today(), by=world.registrator)
    assert codes(refusal) == {"sent"}
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Dispatch.objects.filter(pk=row.pk).update(how="overlamnat")


def test_a_protected_persons_letter_does_not_go_by_ordinary_post(world):
    assert world.chef
    decision = world.decided(protection="skyddad_folkbokforing")
    with pytest.raises(RuleBroken) as refusal:
        dispatch(decision, "brev", clock.today(), by=world.coach)
    assert codes(refusal) == {"protected"}
    assert dispatch(decision, "formedling", clock.today(), by=world.coach)


@pytest.mark.parametrize("who", ["coach_city", "chef_city", "granskare", "coach_insatser"])
def test_strangers_do_not_send(world, client, who):
    decision, user = world.decided(), getattr(world, who)
    with pytest.raises(RuleBroken) as refusal:
        dispatch(decision, "brev", clock.today(), by=user)
    assert codes(refusal) == {"sender"}
    client.force_login(user)
    url = reverse("decision", args=[decision.application.case.slug])
    assert client.post(url, {"how": "brev", "sent_on": clock.today()}).status_code == 404


def test_a_letter_not_sent_is_due_the_next_working_day(world):
    with time_machine.travel("2026-04-30 09:00+02:00", tick=False):
        case = world.decided().application.case
    case.refresh_from_db()
    assert case.due_on == date(2026, 5, 4)
