"""Appointments: who holds which function at which unit; delegation follows the function."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from jobbtorg.organisation.models import Appointment, Function
from jobbtorg.organisation.staff import actions
from jobbtorg.organisation.staff.rules import AppointmentData
from tests.cases.helpers import get, post, refused, refused_by_database, text_of

DAY = timedelta(days=1)
TODAY = date(2026, 2, 20)


def appoint(world, user, function=Function.ENHETSCHEF, *, by=None, confirmed=False, **changed):
    told = {
        "user": user,
        "function": function,
        "unit": world.unit(changed.pop("at", "Farsta")),
        "kind": Appointment.Kind.TILLFORORDNAD,
        "valid_from": TODAY,
        "valid_to": None,
    }
    return actions.appoint(
        AppointmentData(**(told | changed)), by=by or world.delegationsadmin, confirmed=confirmed
    )


def end(world, row, last_day, *, by=None, confirmed=True):
    return actions.end_appointment(
        row, last_day, by=by or world.delegationsadmin, seen=row.version, confirmed=confirmed
    )


@pytest.fixture
def newcomer(world, february):
    return world.staff("ny-medarbetare", Function.REGISTRATOR, "Insatser", until=TODAY - DAY)


@pytest.mark.parametrize("kind", Appointment.Kind.values)
def test_whoever_holds_the_function_has_its_delegation_for_the_days(world, newcomer, kind):
    appoint(world, newcomer, kind=kind, valid_from=TODAY + DAY, valid_to=TODAY + 3 * DAY)
    may = [newcomer.may("insats_ratt", world.unit(), TODAY + n * DAY) for n in range(5)]
    assert may == [False, True, True, True, False]
    assert not newcomer.may("insats_ratt", world.unit("City"), TODAY + DAY)


def test_only_the_delegationsadministrator_appoints_and_never_themselves(world, newcomer):
    for who in ("chef", "forvaltningschef", "coach"):
        with refused("not_keeper"):
            appoint(world, newcomer, by=getattr(world, who))
    with refused("self", "administers"):
        appoint(world, world.delegationsadmin)


@pytest.mark.parametrize(
    ("function", "at"),
    [
        (Function.ENHETSCHEF, "Arbetsmarknadsförvaltningen"),
        (Function.COACH, "Verksamhetsområde Jobbtorg"),
        (Function.REGISTRATOR, "Farsta"),
        (Function.DELEGATIONSADMIN, "Farsta"),
    ],
)
def test_each_function_has_its_place(world, newcomer, function, at):
    with refused("place"):
        appoint(world, newcomer, function, at=at)


def test_the_last_day_is_not_before_the_first(world, newcomer):
    with refused("days"):
        appoint(world, newcomer, valid_to=TODAY - DAY)


class TestTwoAtOnce:
    def test_the_same_twice_is_refused(self, world, newcomer):
        appoint(world, newcomer)
        with refused("twice") as rules:
            appoint(world, newcomer, valid_from=TODAY + DAY)
        assert rules[0].sentence.startswith(
            "Ny Medarbetare är redan enhetschef, Jobbtorg Farsta, från 2026-02-20."
        )
        with refused_by_database("appointment_never_twice"):
            Appointment.objects.create(
                user=newcomer, function="enhetschef", unit=world.unit(), valid_from=TODAY + DAY
            )

    def test_something_else_at_the_same_time_is_asked_about(self, world, newcomer):
        appoint(world, newcomer)
        with refused("also"):
            appoint(world, newcomer, at="City")
        appoint(world, newcomer, at="City", confirmed=True)
        assert newcomer.may("insats_ratt", world.unit())
        assert newcomer.may("insats_ratt", world.unit("City"))

    def test_a_second_ordinary_enhetschef_is_asked_about(self, world, newcomer):
        assert world.chef
        with refused("two_chefs") as rules:
            appoint(world, newcomer, kind=Appointment.Kind.ORDINARIE)
        assert "Chef Farsta är redan ordinarie enhetschef på Jobbtorg Farsta" in rules[0].sentence
        appoint(world, newcomer, kind=Appointment.Kind.ORDINARIE, confirmed=True)

    def test_who_keeps_the_register_works_with_nothing_else(self, world, newcomer):
        appoint(world, newcomer, Function.DELEGATIONSADMIN, at="Arbetsmarknadsförvaltningen")
        with refused("administers"):
            appoint(world, newcomer, confirmed=True)
        with refused_by_database("sköter delegationsregistret"):
            world.appoint(newcomer, Function.ENHETSCHEF, "Farsta", since=TODAY)
        with refused_by_database("sköter delegationsregistret"):
            world.appoint(
                world.chef,
                Function.DELEGATIONSADMIN,
                "Arbetsmarknadsförvaltningen",
                since=TODAY,
            )


class TestLeaving:
    def test_who_leaves_today_decides_through_today(self, world, february):
        row = world.chef.appointments.get()
        end(world, row, TODAY)
        assert world.chef.may("insats_ratt", world.unit(), TODAY)
        assert not world.chef.may("insats_ratt", world.unit(), TODAY + DAY)

    def test_who_left_yesterday_decides_nothing_today(self, world, february):
        end(world, world.chef.appointments.get(), TODAY - DAY)
        assert not world.chef.may("insats_ratt", world.unit())

    def test_unless_they_decided_something_today(self, world, february):
        world.decided()
        with refused("decided"):
            end(world, world.chef.appointments.get(), TODAY - DAY)

    def test_those_who_wait_are_named(self, world, february):
        assert world.chef
        case = world.proposed()
        with refused("waiting") as rules:
            end(world, world.chef.appointments.get(), TODAY, confirmed=False)
        assert case.number in rules[0].sentence
        assert "Ingen annan på Jobbtorg Farsta" in rules[0].sentence

    def test_a_coach_leaves_without_such_a_question(self, world, february):
        world.registered()
        end(world, world.coach.appointments.get(), TODAY, confirmed=False)

    def test_the_second_administrator_is_told(self, world, february):
        row = world.chef.appointments.get()
        seen = row.version
        end(world, row, TODAY + DAY)
        with refused("stale"):
            actions.end_appointment(
                row, TODAY, by=world.delegationsadmin, seen=seen, confirmed=True
            )

    def test_one_that_has_not_begun_is_taken_back(self, world, newcomer):
        row = appoint(world, newcomer, valid_from=TODAY + DAY)
        actions.withdraw_appointment(row, by=world.delegationsadmin, seen=row.version)
        assert not newcomer.may("insats_ratt", world.unit(), TODAY + DAY)
        with refused("begun"):
            held = world.chef.appointments.get()
            actions.withdraw_appointment(held, by=world.delegationsadmin, seen=held.version)


class TestPages:
    def test_the_list_shows_who_held_what_as_it_stood(self, world, newcomer):
        row = world.chef.appointments.get()
        end(world, row, TODAY)
        page = text_of(get(world.coach, reverse("appointments")))
        assert "Chef Farsta" in page and "Upphör" in page
        earlier = text_of(get(world.coach, reverse("appointments") + "?datum=2026-02-01"))
        assert "Chef Farsta" in earlier
        # on the first of February nobody knew that it would; the newcomer's other end was known
        assert earlier.count("Upphör<") == 1

    def test_the_form_says_what_stands_in_the_way(self, world, newcomer):
        form = {
            "user": newcomer.pk,
            "function": "enhetschef",
            "unit": world.unit("Arbetsmarknadsförvaltningen").pk,
            "kind": "ordinarie",
            "valid_from": "2026-02-20",
        }
        page = post(world.delegationsadmin, reverse("appoint"), **form)
        assert page.status_code == 422
        assert "Coacher och chefer förordnas på ett jobbtorg" in text_of(page)
        form["unit"] = world.unit().pk
        assert post(world.delegationsadmin, reverse("appoint"), **form).status_code == 302
        assert newcomer.holds("enhetschef", unit=world.unit())

    def test_others_read_only(self, world, newcomer):
        row = world.chef.appointments.get()
        assert get(world.chef, reverse("appoint")).status_code == 403
        assert "Avsluta" not in text_of(get(world.chef, row.get_absolute_url()))
        ended = post(world.chef, row.get_absolute_url(), last_day=TODAY, seen=row.version)
        assert ended.status_code == 403
        taken = post(world.chef, reverse("appointment_withdraw", args=[row.pk]), seen=1)
        assert taken.status_code == 403
