"""The other figures, over what the product's own acts have written."""

from datetime import date, timedelta

from cases.advice import cancel_contact
from cases.noting import withdraw
from decisions.serving import dispatch
from jobbtorg import clock
from tests.cases.helpers import on
from tests.followup.figures.test_indicators import told
from tests.world import test_number as number_of

MARCH, LATER = date(2026, 3, 2), date(2026, 4, 10)


def all_of(key, as_of=LATER):
    with on(LATER):
        return told(key, as_of=as_of)["Alla", "Alla"]


def test_what_came_in_and_what_became_of_it(world):
    with on(MARCH):
        world.decided()
        withdrawn = world.registered(number_of(date(2000, 3, 3), woman=False))
    with on(LATER):
        withdraw(withdrawn, LATER, "telefon", "Den sökande", "", by=world.coach)
    assert all_of("inflode") == ("2", "2", "0")
    # bifall, delvis, avslag, avvisad, avskriven, återkallad; one of two was granted
    assert all_of("utfall") == ("2", "1", "0", "0", "0", "0", "1", "50,0")
    assert all_of("utfall", as_of=MARCH) == ("1", "1", "0", "0", "0", "0", "0", "100,0")


def test_the_days_to_decision_and_to_the_letter(world):
    with on(MARCH):
        case = world.proposed()
    with on(MARCH + timedelta(days=31)):
        decision = world.decide(case, world.rulings())
    with on(LATER):
        dispatch(decision, "brev", clock.today(), by=world.registrator)
    assert all_of("beslutstid")[:3] == ("1", "31,0", "31,0")
    assert all_of("inom-mal") == ("1", "0", "1", "0,0")  # the goal is thirty days
    assert all_of("expedieringstid")[:2] == ("1", "8,0")  # 2 to 10 April
    assert all_of("skickade-brev") == ("1", "1", "0", "100,0")
    assert all_of("skickade-brev", as_of=LATER - timedelta(days=1)) == ("1", "0", "1", "0,0")


def test_a_right_that_is_given_and_has_not_begun_for_three_months(world):
    with on(MARCH):
        world.decided(right="bifall", may="")
    assert all_of("ej-verkstallda")[0] == "0"
    with on(date(2026, 6, 3)):  # 93 days; the third month ended the day before
        found = told("ej-verkstallda", as_of=date(2026, 6, 3))["Alla", "Alla"]
    assert found == ("1", "93,0", "93,0", "93,0", "93")


def test_a_refusal_was_communicated(world):
    with on(MARCH):
        world.decided(may="avslag")
    assert all_of("kommunicerade") == ("1", "1", "0", "0", "100,0")


def test_contacts_by_what_they_led_to_without_the_cancelled(world):
    with on(MARCH):
        world.contact("nej")
        world.contact("ja", gender="man")
        cancelled = world.contact("nej")
    with on(LATER):
        cancel_contact(cancelled, by=world.coach)
    assert all_of("rad-och-stod") == ("2", "0", "1", "1", "0,0")
    assert all_of("rad-och-stod", as_of=MARCH) == ("3", "0", "2", "1", "0,0")


def test_hanvisningar_by_what_came_of_them(world):
    with on(MARCH):
        world.signposted(world.started())
    assert all_of("hanvisningar") == ("1", "0", "0", "0", "1", "0,0")


def test_notes_that_were_written_late(world):
    with on(MARCH):
        case = world.started()
        world.note(case)
        world.note(case, event_on=MARCH - timedelta(days=2))
    assert all_of("anteckningar") == ("2", "1", "1", "50,0")


def test_the_days_until_a_coach_took_the_uppdrag_on_and_until_it_was_closed(world):
    with on(MARCH):
        case = world.taken_on()
    last = world.last_day(case)
    with on(last):
        world.close(case)
        assert told("uppdragstid", as_of=last)["Alla", "Alla"][:2] == ("1", "0,0")
        found = told("inskrivningstid", as_of=last)["Alla", "Kvinnor"]
    assert found[:2] == ("1", f"{(last - MARCH).days},0")
