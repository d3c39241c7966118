"""Ending a row of the register: a date, with those who wait for it named first."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from jobbtorg.organisation.models import Delegation, Function
from jobbtorg.organisation.register import actions
from tests.cases.helpers import MEN, get, post, refused, refused_by_database, signed_in, text_of
from tests.organisation.helpers import FIRST, LAST, end, pass_on, row_of

DAY = timedelta(days=1)
TODAY = date(2026, 2, 20)


def test_it_holds_through_its_last_day(world, february):
    row = end(world, row_of(world), LAST)
    assert row.status()[0] == "Upphör"
    assert world.chef.may("insats_ratt", world.unit(), LAST)
    assert not world.chef.may("insats_ratt", world.unit(), LAST + DAY)
    assert world.chef.may("insats_befogenhet", world.unit(), LAST + DAY)


def test_what_rests_on_it_no_longer_carries_anyone(world, february):
    top = Delegation.objects.on().get(power__code="insats_ratt", ground=None)
    end(world, top, LAST)
    assert world.chef.may("insats_ratt", world.unit(), LAST)
    assert not world.chef.may("insats_ratt", world.unit(), LAST + DAY)
    assert not world.forvaltningschef.may("insats_ratt", world.unit(), LAST + DAY)


class TestThoseWhoWait:
    def test_are_named_by_number_with_whoever_is_left(self, world, february):
        numbers = [world.proposed(digits).number for digits in (*MEN, "200202152385")]
        assert world.chef and not world.bitr.appointments.filter(unit=None).exists()
        with refused("waiting") as rules:
            end(world, row_of(world), TODAY, confirmed=False)
        sentence = rules[0].sentence
        assert sentence.startswith("3 ärenden väntar på beslut av Chef Farsta: JT 2026-")
        assert all(number in sentence for number in numbers)
        assert sentence.endswith("Från 2026-02-21 får Bitr Farsta besluta.")

    def test_are_told_of_also_when_nobody_is_left(self, without_bitr):
        world = without_bitr
        assert world.chef
        case = world.proposed()
        with refused("waiting") as rules:
            end(world, row_of(world), TODAY, confirmed=False)
        assert rules[0].sentence == (
            f"1 ärende väntar på beslut av Chef Farsta: {case.number}. "
            "Ingen annan på Jobbtorg Farsta har delegation från 2026-02-21."
        )

    def test_a_protected_persons_number_is_not_named(self, without_bitr):
        world = without_bitr
        assert world.chef
        case = world.proposed(protection="skyddad_folkbokforing")
        with refused("waiting") as rules:
            end(world, row_of(world), TODAY, confirmed=False)
        assert case.number not in rules[0].sentence
        assert "1 ärende väntar på beslut av Chef Farsta." in rules[0].sentence

    def test_the_namnds_own_delegation_names_each_unit(self, world, february):
        assert world.chef and world.chef_city
        world.proposed()
        world.proposed(MEN[0], unit="City")
        top = Delegation.objects.on().get(power__code="insats_ratt", ground=None)
        with refused(*["waiting"] * 7) as rules:
            end(world, top, TODAY, confirmed=False)
        assert [r.sentence for r in rules if "1 ärende" in r.sentence][0].count("JT 2026-") == 1

    def test_nobody_is_told_of_where_nobody_waits_and_others_remain(self, world, february):
        assert world.chef and world.bitr
        assert end(world, row_of(world), TODAY, confirmed=False).valid_to == TODAY

    def test_the_page_asks_and_then_does_as_it_is_told(self, without_bitr):
        world = without_bitr
        assert world.chef
        case = world.proposed()
        row = row_of(world)
        page = post(
            world.delegationsadmin, row.get_absolute_url(), last_day=TODAY, seen=row.version
        )
        assert page.status_code == 422
        assert case.number in text_of(page)
        assert "Ja, avsluta ändå" in text_of(page)
        answer = post(
            world.delegationsadmin,
            row.get_absolute_url(),
            last_day=TODAY,
            seen=row.version,
            confirmed="on",
        )
        assert answer.status_code == 302
        row.refresh_from_db()
        assert row.valid_to == TODAY


class TestDays:
    @pytest.mark.parametrize(
        ("last_day", "code"),
        [(date(2026, 2, 18), "backwards"), (date(2025, 6, 30), "before")],
    )
    def test_it_is_not_ended_backwards(self, world, february, last_day, code):
        with refused(code):
            end(world, row_of(world), last_day)

    def test_yesterday_means_not_from_today_on(self, world, february):
        end(world, row_of(world), TODAY - DAY)
        assert not world.chef.may("insats_ratt", world.unit())

    def test_a_decision_of_today_keeps_it_through_today(self, world, february):
        world.decided()
        with refused("decided") as rules:
            end(world, row_of(world), TODAY - DAY)
        assert "2026-02-20" in rules[0].sentence
        top = Delegation.objects.on().get(power__code="insats_ratt", ground=None)
        with refused("decided"):
            end(world, top, TODAY - DAY)
        end(world, row_of(world), TODAY)

    def test_it_is_never_prolonged(self, world, february):
        row = end(world, row_of(world), LAST)
        with refused("longer"):
            end(world, row, LAST + DAY)
        assert end(world, row, LAST - DAY).valid_to == LAST - DAY

    def test_what_has_ended_stays_ended(self, world, february):
        row = end(world, row_of(world), TODAY)
        february.move_to("2026-02-22 09:00+01:00")
        with refused("ended"):
            end(world, row, date(2026, 2, 22))


class TestWithdrawing:
    def test_a_row_that_has_not_begun_is_taken_back_and_never_holds(self, without_bitr):
        world = without_bitr
        row = pass_on(world, "insats_ratt")[0]
        actions.withdraw(row, by=world.delegationsadmin, seen=row.version)
        row.refresh_from_db()
        assert row.status()[0] == "Återtagen"
        assert not world.bitr.may("insats_ratt", world.unit(), FIRST)
        pass_on(world, "insats_ratt")  # the days are free again

    def test_one_that_has_begun_is_ended_instead(self, world, february):
        row = row_of(world)
        with refused("begun"):
            actions.withdraw(row, by=world.delegationsadmin, seen=row.version)
        row.withdrawn_on = TODAY
        with refused_by_database("delegation_withdrawn_before_it_began"):
            row.save()


class TestTwoAdministrators:
    def test_the_second_is_told_who_changed_the_row(self, world, february):
        row = row_of(world)
        seen = row.version
        end(world, row, LAST)
        with refused("stale") as rules:
            actions.end(row, FIRST, by=world.delegationsadmin, seen=seen, confirmed=True)
        assert rules[0].sentence.startswith("Delegationsadmin ändrade raden 2026-02-20 09:00.")

    def test_the_page_answers_409_and_keeps_what_was_written(self, world, february):
        row = row_of(world)
        seen = row.version
        end(world, row, LAST)
        page = post(
            world.delegationsadmin, row.get_absolute_url(), last_day="2026-03-01", seen=seen
        )
        assert page.status_code == 409
        assert 'value="2026-03-01"' in text_of(page)
        row.refresh_from_db()
        assert row.valid_to == LAST


class TestNothingIsDeleted:
    def test_there_is_no_button_and_no_method(self, world, february):
        row = row_of(world)
        page = text_of(get(world.delegationsadmin, row.get_absolute_url()))
        assert "Ta bort" not in page and "Radera" not in page
        answer = signed_in(world.delegationsadmin).delete(row.get_absolute_url())
        assert answer.status_code == 405
        assert Delegation.objects.filter(pk=row.pk).exists()

    def test_the_database_refuses(self, world):
        with refused_by_database("Cannot delete"):
            row_of(world).delete()

    def test_a_change_of_many_rows_at_once_that_leaves_no_history_is_refused(self, world, february):
        rows = Delegation.objects.on()
        with refused_by_database("utan historik"):
            rows.update(valid_to=F("valid_from"))


def test_others_see_the_row_without_a_form_and_are_refused(world, february):
    row = row_of(world)
    page = get(world.chef, row.get_absolute_url())
    assert "Avsluta" not in text_of(page)
    answer = post(world.chef, row.get_absolute_url(), last_day=LAST, seen=row.version)
    assert answer.status_code == 403
    withdrawing = reverse("delegation_withdraw", args=[row.pk])
    assert post(world.chef, withdrawing, seen=row.version).status_code == 403


def test_the_history_tells_every_version(world, february):
    assert Function.ENHETSCHEF
    row = end(world, row_of(world), LAST)
    page = text_of(get(world.coach, row.get_absolute_url()))
    assert "Till och med" in page and "2026-03-09" in page
    assert "Delegationsadmin" in page
