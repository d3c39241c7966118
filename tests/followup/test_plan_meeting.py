"""Planerade möten without a kallelse: planned, changed, called off; then närvaro. P20."""

from datetime import datetime, timedelta

import pytest

from cases import persons
from cases.models import Case
from cases.upcoming import upcoming
from followup.meetings import call_off_meeting, change_meeting, plan_meeting
from followup.models import Attendance, PlannedMeeting
from jobbtorg import clock
from jobbtorg.calendar.sources import events_of
from tests.cases.helpers import in_days, refused, refused_by_database, signed_in
from tests.followup.helpers import page
from tests.world import World

WEEK = timedelta(days=7)


def noon(days: int) -> datetime:
    """At noon in Stockholm, so many days from today."""
    at = datetime.combine(clock.today(), datetime.min.time(), clock.STOCKHOLM)
    return at + timedelta(days=days, hours=12)


def again(row: PlannedMeeting) -> PlannedMeeting:
    """The meeting as another request would find it."""
    return PlannedMeeting.objects.get(pk=row.pk)


def values_of(row: PlannedMeeting) -> dict:
    """What the row holds, to write another like it."""
    fields = [field.name for field in PlannedMeeting._meta.concrete_fields if field.name != "id"]
    return {name: getattr(row, name) for name in fields}


def test_the_unit_plans_a_meeting_and_the_journal_says_so(world: World):
    case = world.taken_on()
    row = world.meeting(case, by=world.colleague)
    entry = case.journal.latest("pk")
    assert entry.title.startswith("Möte ") and entry.title.endswith(" planerades")
    assert entry.text == f"{row.activity}. Farsta torg 1. Vi planerar praktiken."


def test_it_lies_ahead_and_within_the_period(world: World):
    case = world.taken_on()
    with refused("past"):
        world.meeting(case, meeting_at=clock.now() - timedelta(minutes=1))
    after = noon((world.last_day(case) - clock.today()).days + 1)
    with refused("after_period"):
        world.meeting(case, meeting_at=after)
    assert world.meeting(case, meeting_at=after - timedelta(days=1))


def test_it_says_where_and_what_about(world: World):
    case = world.taken_on()
    with refused("place", "purpose"):
        world.meeting(case, place=" ", purpose="")
    assert world.meeting(case, manner="telefon").where == "Telefon"


def test_only_by_the_unit_and_while_the_insats_runs(world: World):
    case = world.taken_on()
    with refused("outsider"):
        world.meeting(case, by=world.coach_city)
    row = world.meeting(case)
    world.close(case)
    with refused("closed"):
        world.meeting(case)
    with refused("closed"):
        call_off_meeting(again(row), "Slut.", by=world.coach)


def test_it_is_changed_by_a_new_row_that_says_why(world: World):
    case = world.taken_on()
    old = world.meeting(case)
    told = world.meeting_told(meeting_at=old.meeting_at + WEEK)
    with refused("why_replaced"):
        change_meeting(old, told, " ", by=world.coach)
    new = change_meeting(old, told, "Deltagaren har fått en intervju.", by=world.coach)
    assert list(PlannedMeeting.objects.standing()) == [new]
    assert "ändrades till" in case.journal.latest("pk").title
    with refused("replaced"):
        change_meeting(again(old), told, "En gång till.", by=world.coach)


def test_it_is_called_off_once_with_a_reason(world: World):
    case = world.taken_on()
    old = world.meeting(case)
    with refused("why_replaced"):
        call_off_meeting(old, "", by=world.coach)
    row = call_off_meeting(old, "Coachen är sjuk, ringde.", by=world.chef)
    assert not PlannedMeeting.objects.standing().exists()
    assert case.journal.latest("pk").title.endswith("ställdes in")
    with refused("called_off"):
        call_off_meeting(row, "Igen.", by=world.coach)


def test_it_stands_in_the_coachs_calendar_without_a_name(world: World):
    case = world.taken_on()
    row = world.meeting(case)

    def told() -> dict:
        return {event.words: event.at for event in events_of(world.coach)}

    assert told()[f"{case.number} Möte, besök"] == row.meeting_at
    assert not any("Möte" in event.words for event in events_of(world.colleague))
    persons.protect(case, "fingerade", clock.today(), "Skatteverket", by=world.coach)
    assert told()["Möte"] == row.meeting_at
    call_off_meeting(row, "Sjuk.", by=world.coach)
    assert not any("Möte" in words for words in told())


def test_when_it_has_been_it_falls_due_until_narvaro_is_noted(world: World):
    case = world.taken_on()
    row = world.meeting(case, meeting_at=noon(2))

    def due() -> list:
        found = upcoming(world.chef, Case.objects.visible_to(world.chef))
        return [(one.label, one.day) for one in found if one.kind == "Möte"]

    assert due() == []
    with in_days(3):
        assert due() == [("Anteckna närvaro", row.day)]
        world.attendance(case, meeting=row, happened_on=row.day)
        assert due() == []


def test_narvaro_at_it_is_noted_on_its_day_and_once(world: World):
    case = world.taken_on()
    row = world.meeting(case, meeting_at=noon(2))
    with refused("meeting"):
        world.attendance(case, meeting=row)
    with in_days(3):
        with refused("happened_on"):
            world.attendance(case, meeting=row)
        first = world.attendance(case, meeting=row, happened_on=row.day)
        with refused("noted"):
            world.attendance(case, meeting=row, happened_on=row.day)
        again_told = {"meeting": row, "happened_on": row.day, "outcome": "sen"}
        world.attendance(case, **again_told, replaces=first, why_replaced="Kom en kvart sent.")
        with refused("noted"):
            call_off_meeting(again(row), "Nej.", by=world.coach)


def test_one_of_another_insats_or_that_is_called_off_becomes_no_narvaro(world: World):
    case, other = world.taken_on(), world.taken_on("200203152390")
    row, theirs = (world.meeting(one, meeting_at=noon(2)) for one in (case, other))
    call_off_meeting(row, "Sjuk.", by=world.coach)
    with in_days(3):
        for meeting in (again(row), theirs):
            with refused("meeting"):
                world.attendance(case, meeting=meeting, happened_on=meeting.day)


def test_postgresql_refuses_the_same(world: World):
    case, other = world.taken_on(), world.taken_on("200203152390")
    row, theirs = world.meeting(case), world.meeting(other)
    told = values_of(row)
    late = noon((world.last_day(case) - clock.today()).days + 1)
    for when in (clock.now() - timedelta(minutes=5), late):
        with refused_by_database("Mötet ligger inte i framtiden, inom perioden."):
            PlannedMeeting.objects.create(**(told | {"meeting_at": when}))
    with refused_by_database("Enheten planerar möten."):
        PlannedMeeting.objects.create(**(told | {"planned_by": world.coach_city}))
    with refused_by_database("hör till en annan insats"):
        PlannedMeeting.objects.create(**(told | {"replaces": theirs, "why_replaced": "Fel."}))
    for name, changed in (
        ("planned_meeting_says_where", {"place": " "}),
        ("planned_meeting_says_what", {"purpose": " "}),
        ("planned_meeting_changed_with_reason", {"replaces": row, "why_replaced": " "}),
        ("planned_meeting_changed_with_reason", {"called_off": True}),
    ):
        with refused_by_database(name):
            PlannedMeeting.objects.create(**(told | changed))
    with refused_by_database("append_only"):
        row.delete()


def test_postgresql_notes_narvaro_at_what_stands_and_once(world: World):
    case = world.taken_on()
    row, gone = world.meeting(case, meeting_at=noon(2)), world.meeting(case, meeting_at=noon(2))
    call_off_meeting(gone, "Sjuk.", by=world.coach)
    with in_days(3):
        first = world.attendance(case, meeting=row, happened_on=row.day)
        names = [f.name for f in Attendance._meta.concrete_fields if f.name != "id"]
        told = {name: getattr(first, name) for name in names}
        with refused_by_database("Närvaron vid mötet är redan antecknad."):
            Attendance.objects.create(**told)
        with refused_by_database("Mötet är ändrat, inställt eller hör till en annan insats."):
            Attendance.objects.create(**(told | {"meeting": gone}))
        late = {"meeting": world.meeting(case, meeting_at=noon(5)), "happened_on": row.day}
        with refused_by_database("Närvaron antecknas på mötets dag"):
            Attendance.objects.create(**(told | late))
        with refused_by_database("Närvaron vid mötet är redan antecknad."):
            changed = {"replaces": row, "why_replaced": "Nej.", "meeting_at": noon(9)}
            PlannedMeeting.objects.create(**(values_of(row) | changed))


@pytest.mark.parametrize("moved", [False, True])
def test_on_the_page(world: World, moved):
    case = world.taken_on()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}narvaro/"
    data = {
        "meeting_on": f"{clock.today() + timedelta(days=2)}", "meeting_time": "10.00",
        "activity": world.code("aktivitet", "praktik").pk, "manner": "telefon",
        "purpose": "Hur går praktiken?",
    }  # fmt: skip
    past = data | {"meeting_on": f"{clock.today() - timedelta(days=2)}"}
    response = client.post(f"{url}planera/", past)
    assert response.status_code == 422 and "Hur går praktiken?" in response.content.decode()
    assert client.post(f"{url}planera/", data).status_code == 302
    row = PlannedMeeting.objects.get()
    assert "Hur går praktiken?" in page(client.get(url))
    if moved:
        changed = data | {"meeting_time": "14.00", "why_replaced": "Deltagaren bad om det."}
        assert client.post(f"{url}moten/{row.pk}/", changed).status_code == 302
        assert client.post(f"{url}moten/{row.pk}/stall-in/", {}).status_code == 409
        return
    assert client.get(f"{url}?mote={row.pk}").status_code == 404
    assert client.post(f"{url}moten/{row.pk}/stall-in/", {}).status_code == 422
    told = {"why_replaced": "Sjuk."}
    assert client.post(f"{url}moten/{row.pk}/stall-in/", told).status_code == 302
    assert "Inställt: Sjuk." in page(client.get(url))


def test_one_click_begins_the_narvaro_of_a_meeting_that_has_been(world: World):
    case = world.taken_on()
    row = world.meeting(case, meeting_at=noon(2))
    url = f"{case.get_absolute_url()}narvaro/"
    with in_days(3):
        client = signed_in(world.coach)
        begun = f"{url}?mote={row.pk}"
        assert begun in client.get(url).content.decode()
        form = client.get(begun).context["form"]
        assert (form["happened_on"].value(), form["meeting"].value()) == (row.day, row.pk)
        data = {name: form[name].value() for name in ("happened_on", "activity", "meeting")}
        assert client.post(begun, data | {"outcome": "narvarande"}).status_code == 302
        assert Attendance.objects.get().meeting == row
        assert client.get(begun).status_code == 404


def test_a_kallelse_stands_in_the_same_list_until_its_narvaro_is_noted(world: World):
    case = world.taken_on()
    row = world.summon(case, meeting_at=noon(2))
    url = f"{case.get_absolute_url()}narvaro/"
    assert row.purpose in page(signed_in(world.coach).get(url))
    with in_days(3):
        client = signed_in(world.coach)
        form = client.get(f"{url}?kallelse={row.pk}").context["form"]
        assert form["summons"].value() == row.pk
        world.attendance(case, summons=row, happened_on=clock.day_of(row.meeting_at))
        assert row.purpose not in page(client.get(url))


def test_before_the_uppdrag_is_taken_on_nothing_is_planned(world: World):
    case = world.given()
    with refused("not_taken"):
        plan_meeting(case, world.meeting_told(), by=world.coach)
