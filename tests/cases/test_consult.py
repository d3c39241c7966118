"""Samråd med Arbetsförmedlingen before more of an insats. G17."""

from datetime import timedelta

import pytest

from cases.consents import withdraw_consent
from cases.models import Case, Consultation, Investigation
from cases.rules import missing
from jobbtorg import clock
from tests.cases.helpers import (
    get,
    page_of,
    post,
    refused,
    refused_by_database,
    sql,
    text_of,
)
from tests.world import LONG


@pytest.fixture
def case(world):
    """An application for more, under investigation."""
    case = world.continued()
    world.begin(case)
    return Case.objects.get(pk=case.pk)


def url(case):
    return f"{case.get_absolute_url()}utredning/samrad/"


def lacking(case):

    return [rule.where for rule in missing(Investigation.objects.of(case))]


HELD = {"held": "ja", "officer": "Ulla Ek", "text": "Fortsätt med praktiken."}


def test_more_of_an_insats_is_not_proposed_without_it(world, case):
    assert "consultation" in lacking(case)
    page = page_of(get(world.coach, f"{case.get_absolute_url()}utredning/"))
    assert url(case) in page.links
    world.consult(case)
    assert "consultation" not in lacking(case)
    assert case.journal.first().title == "Samråd med Arbetsförmedlingen (Ulla Ek)"


def test_the_database_lets_nothing_wait_for_decision_without_it(world, case):
    for part in ("kriterier", "initial-bedomning", "barn", "arbetsformedlingen"):
        world.save(case, part)
    world.save(case, "samlad-bedomning")
    found = case.application.investigation
    found.proposed_by, found.proposed_at = world.coach, clock.now()
    found.save()
    let = "UPDATE cases_case SET status = 'vantar_pa_beslut' WHERE id = %s"
    with refused_by_database("saknar delar"):
        sql(let, case.pk)


def test_of_a_first_application_it_is_not_asked(world):
    assert "consultation" not in lacking(world.started("200102152392"))


def test_it_takes_the_persons_consent(world, case):
    with refused("consent"):
        world.consult(case, consent=None)
    consent = world.consent(case)
    withdraw_consent(consent, clock.today(), "muntligt", by=world.coach)
    with refused("consent_withdrawn"):
        world.consult(case, consent=consent)
    other = world.consent(world.started("200102152392"))
    with refused("other_consent"):
        world.consult(case, consent=other)


def test_without_consent_it_is_noted_why_it_was_not_held(world, case):
    row = world.consult(case, officer="", consent=None, text="Hon samtycker inte.")
    assert not row.was_held
    assert case.journal.first().title == "Samråd med Arbetsförmedlingen hölls inte"
    with refused("text"):
        world.consult(case, officer="", consent=None, text=" ")


def test_it_was_held_during_the_investigation_and_not_tomorrow(world, case):
    for days in (-1, 1):
        with refused("held_on"):
            world.consult(
                case,
                held_on=clock.today() + timedelta(days=days),
                officer="",
                consent=None,
                text="Nej",
            )


def test_only_the_coach_who_investigates_notes_it(world, case):
    assert post(world.chef, url(case), **HELD).status_code == 403
    assert post(world.coach_city, url(case), **HELD).status_code == 404


def test_the_database_keeps_samrad_and_consent_together(world, case):
    row = world.consult(case)
    told = {
        "investigation": row.investigation,
        "held_on": clock.today(),
        "text": "Ja",
        "noted_by": world.coach,
        "noted_at": clock.now(),
    }
    with refused_by_database("consultation_with_someone_by_consent"):
        Consultation.objects.create(**told, officer="Ulla Ek")
    other = world.consent(world.started("200102152392"))
    with refused_by_database("Samtycket gällde inte"):
        Consultation.objects.create(**told, officer="Ulla Ek", consent=other)


def test_the_page_notes_it_with_a_new_consent(world, case):
    consent = {
        "consent_on": f"{clock.today()}",
        "consent_how": "muntligt",
        "consent_scope": "Planering",
    }
    answer = post(world.coach, url(case), held_on=f"{clock.today()}", **HELD, **consent)
    assert (answer.status_code, answer.url) == (302, f"{case.get_absolute_url()}utredning/")
    row = Consultation.objects.get()
    assert (row.officer, row.consent.covers) == ("Ulla Ek", "Planering")
    assert "Ulla Ek" in text_of(get(world.chef, url(case)))


def test_an_incomplete_form_says_what_is_missing_and_keeps_the_text(world, case):
    answer = post(world.coach, url(case), held="ja", held_on=f"{clock.today()}", text=LONG)
    assert answer.status_code == 422
    for sentence in ("Ange handläggaren.", "Ange vilken dag samtycket gavs."):
        assert sentence in text_of(answer)
    assert page_of(answer).written("text") == LONG
    assert not Consultation.objects.exists()
