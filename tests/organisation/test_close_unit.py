"""A unit that closes: nothing is held, delegated, registered or decided there afterwards."""

from datetime import date, timedelta

from django.urls import reverse

from jobbtorg.organisation.delegation import why_not
from jobbtorg.organisation.models import Appointment, Function
from jobbtorg.organisation.staff import actions
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.organisation.helpers import pass_on

DAY = timedelta(days=1)
TODAY, LAST = date(2026, 2, 20), date(2026, 2, 28)


def close(world, unit="City", last_day=LAST, by=None):
    return actions.close_unit(world.unit(unit), last_day, by=by or world.delegationsadmin)


def test_what_is_held_and_delegated_there_ends_with_it(world, february):
    assert world.chef_city.may("insats_ratt", world.unit("City"), LAST + DAY)
    unit = close(world)
    assert world.chef_city.may("insats_ratt", unit, LAST)
    assert not world.chef_city.may("insats_ratt", unit, LAST + DAY)
    assert world.chef_city.appointments.get().valid_to == LAST
    assert not unit.delegations.on(LAST + DAY).exists()
    assert not unit.is_open(LAST + DAY)


def test_the_refusal_to_decide_says_so(world, february):
    assert world.chef_city
    unit = close(world)
    february.move_to("2026-03-01 09:00+01:00")
    assert why_not(world.chef_city, "insats_ratt", unit) == (
        "Jobbtorg City stängde 2026-02-28. Ingen beslutar där längre."
    )


def test_nothing_new_begins_there(world, february):
    assert world.coach
    close(world)
    with refused("closed") as rules:
        pass_on(
            world, unit=world.unit("City"), valid_from=LAST + DAY, valid_to=None, confirmed=True
        )
    assert "stänger 2026-02-28" in rules[0].sentence
    with refused_by_database("Enheten är stängd"):
        world.appoint(world.coach, Function.COACH, "City", since=TODAY)
    world.appoint(world.coach, Function.COACH, "City", since=TODAY, until=LAST)


def test_no_application_is_registered_there_afterwards(world, february):
    assert world.registrator
    close(world)
    page = text_of(get(world.registrator, reverse("register")))
    assert "Jobbtorg City</option>" in page
    february.move_to("2026-03-01 09:00+01:00")
    with refused("unit_closed") as rules:
        world.registered(unit="City", by=world.registrator)
    assert "stängde 2026-02-28" in rules[0].sentence
    page = text_of(get(world.registrator, reverse("register")))
    assert "Jobbtorg City</option>" not in page and "Jobbtorg Farsta</option>" in page


def test_one_with_open_cases_is_not_closed(world, february):
    world.registered(unit="City")
    with refused("cases") as rules:
        close(world)
    assert "1 öppet ärende" in rules[0].sentence


def test_the_database_refuses_while_something_goes_on_there(world, february):
    assert world.chef_city
    unit = world.unit("City")
    unit.last_day = LAST
    with refused_by_database("gäller efter enhetens sista dag"):
        unit.save()


def test_what_cannot_be_is_said(world, february):
    for who in ("chef_city", "forvaltningschef"):
        with refused("not_keeper"):
            close(world, by=getattr(world, who))
    with refused("backwards"):
        close(world, last_day=TODAY - DAY)
    with refused("kind"):
        close(world, "Verksamhetsområde Jobbtorg")
    close(world, last_day=TODAY)
    february.move_to("2026-02-21 09:00+01:00")
    with refused("closed"):
        close(world)


def test_the_page_closes_and_then_no_longer_offers_it(world, february):
    url = reverse("unit", args=[world.unit("City").pk])
    assert "Stäng enheten" in text_of(get(world.delegationsadmin, url))
    assert "Stäng enheten" not in text_of(get(world.chef_city, url))
    assert post(world.chef_city, url, last_day=LAST).status_code == 403
    assert post(world.delegationsadmin, url, last_day="2026-02-30").status_code == 422
    assert post(world.delegationsadmin, url, last_day=LAST).status_code == 302
    assert "Stäng enheten</button>" not in text_of(get(world.delegationsadmin, url))
    assert "2026-02-28" in text_of(get(world.coach, reverse("units")))
    assert Appointment.objects.filter(unit=world.unit("City")).exists()
