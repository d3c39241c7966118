"""Närvaro and händelser: dated facts, put right by a new row. users.md P20, law.md §6.3."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from followup.models import Attendance, Event
from jobbtorg import clock
from tests.cases.helpers import refused, refused_by_database, signed_in
from tests.followup.helpers import page
from tests.world import World

DAY = timedelta(days=1)


def test_the_unit_notes_whether_the_participant_came(world: World):
    case = world.taken_on()
    row = world.attendance(case)
    assert row.get_outcome_display() == "Närvarande"
    entry = case.journal.latest("pk")
    assert entry.title == "Coachning enligt Supported Employment: närvarande"


def test_a_valid_reason_is_told(world: World):
    case = world.taken_on()
    with refused("text"):
        world.attendance(case, outcome="giltig")
    assert world.attendance(case, outcome="giltig", text="Sjuk, ringde kl. 8.").text


def test_nothing_is_noted_before_it_happens_or_before_the_decision(world: World):
    case = world.taken_on()
    for day in (clock.today() + DAY, clock.today() - DAY):
        with refused("happened_on"):
            world.attendance(case, happened_on=day)


def test_a_colleague_at_the_unit_notes_for_the_coach_but_nobody_elsewhere(world: World):
    case = world.taken_on()
    assert world.attendance(case, by=world.colleague)
    with refused("outsider"):
        world.attendance(case, by=world.coach_city)


def test_what_was_wrong_is_put_right_by_a_new_row_that_says_why(world: World):
    case = world.taken_on()
    old = world.attendance(case)
    with refused("why_replaced"):
        world.attendance(case, outcome="ogiltig", replaces=old, why_replaced=" ")
    new = world.attendance(case, outcome="ogiltig", replaces=old, why_replaced="Fel person.")
    assert list(Attendance.objects.current()) == [new]
    assert case.journal.latest("pk").title.startswith("Rättelse.")


def test_it_is_put_right_once(world: World):
    case = world.taken_on()
    old = world.attendance(case)
    world.attendance(case, outcome="sen", replaces=old, why_replaced="Kom en kvart sent.")
    old = Attendance.objects.get(pk=old.pk)
    with refused("replaced"):
        world.attendance(case, outcome="ogiltig", replaces=old, why_replaced="Nej.")


def test_an_event_says_what_happened_and_what_it_leads_to(world: World):
    case = world.taken_on()
    row = world.event(case, kind="avvikelse", measures="Planen ändras.")
    assert "Det leder till: Planen ändras." in case.journal.latest("pk").text
    with refused("text", "kind"):
        world.event(case, kind="annat", text="")
    assert list(Event.objects.current()) == [row]


def test_postgresql_refuses_what_has_not_happened(world: World):
    case = world.taken_on()
    row = world.attendance(case)
    told = {
        f.name: getattr(row, f.name) for f in Attendance._meta.concrete_fields if f.name != "id"
    }
    with refused_by_database("Det som har hänt antecknas efteråt"):
        Attendance.objects.create(**(told | {"happened_on": clock.today() + DAY}))
    with refused_by_database("Enheten antecknar."):
        Attendance.objects.create(**(told | {"noted_by": world.coach_city}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(**(told | {"outcome": "giltig", "text": ""}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(**(told | {"why_replaced": "Utan det som rättas."}))


def test_postgresql_puts_right_only_what_is_of_the_same_insats(world: World):
    case = world.taken_on()
    other = world.taken_on("200203152390")
    row, theirs = world.event(case), world.event(other)
    told = {f.name: getattr(row, f.name) for f in Event._meta.concrete_fields if f.name != "id"}
    with refused_by_database("Det som rättas hör till en annan insats."):
        Event.objects.create(**(told | {"replaces": theirs, "why_replaced": "Fel."}))


def test_noted_and_put_right_on_the_page(world: World):
    case = world.taken_on()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}narvaro/"
    data = {
        "happened_on": f"{clock.today()}",
        "activity": world.code("aktivitet", "praktik").pk,
        "outcome": "narvarande",
    }
    assert client.post(url, data).status_code == 302
    row = Attendance.objects.get()
    right = f"{url}{row.pk}/ratta/"
    assert "Rätta det som antecknades" in page(client.get(right))
    assert client.post(right, data | {"outcome": "sen"}).status_code == 422
    told = data | {"outcome": "sen", "why_replaced": "Kom kl. 10."}
    assert client.post(right, told).status_code == 302
    assert "Rättad" in page(client.get(url))
    assert client.get(right).status_code == 404


def test_an_event_on_the_page(world: World):
    case = world.taken_on()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}handelser/"
    data = {"happened_on": f"{clock.today()}", "kind": "handelse", "text": "Fick prov."}
    assert client.post(url, data).status_code == 302
    assert "Fick prov." in page(client.get(url))


def test_before_it_is_taken_on_the_page_says_why_not(world: World):
    case = world.given()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}narvaro/"
    assert "Uppdraget är inte mottaget än." in page(client.get(url))
    assert client.post(url, {}).status_code == 409
