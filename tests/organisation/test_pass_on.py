"""Vidaredelegation: one step, by the nämnd's leave, to a chef at a unit, from and to."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from jobbtorg import clock
from jobbtorg.organisation.models import Delegation, Function, Power, Unit
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.organisation.helpers import FIRST, LAST, end, pass_on, powers, row_of

DAY = timedelta(days=1)


def test_it_gives_the_function_what_the_forvaltningschef_has(without_bitr):
    world = without_bitr
    rows = pass_on(world)
    assert [row.status() for row in rows] == [("Kommande", "info")] * 2
    assert [row.lagrum for row in rows] == [row.ground.lagrum for row in rows]
    for day, may in ((FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)):
        assert world.bitr.may("insats_ratt", world.unit(), day) is may
    assert not world.bitr.may("insats_ratt", world.unit("City"), FIRST)


def test_only_the_delegationsadministrator_changes_the_register(without_bitr):
    world = without_bitr
    for who in ("chef", "coach", "registrator", "granskare", "forvaltningschef", "sekreterare"):
        with refused("not_keeper") as rules:
            pass_on(world, by=getattr(world, who))
        assert rules[0].sentence == "Bara delegationsadministratören ändrar registret."


def test_the_namnd_has_allowed_chefer_alone(without_bitr):
    for function in (Function.COACH, Function.REGISTRATOR, Function.FORVALTNINGSCHEF):
        with refused("function") as rules:
            pass_on(without_bitr, function=function)
        assert rules[0].sentence == "Nämnden har bara medgett chefer."


def test_a_unit_that_does_not_decide_is_refused(without_bitr):
    world = without_bitr
    for unit in ("Insatser", "Arbetsmarknadsförvaltningen"):
        with refused("unit") as rules:
            pass_on(world, unit=world.unit(unit))
        assert unit in rules[0].sentence


def test_what_the_namnd_keeps_with_the_forvaltningschef_is_not_passed_on(without_bitr):
    with refused("not_passed_on") as rules:
        pass_on(without_bitr, "riktlinje")
    assert "får inte vidaredelegeras" in rules[0].sentence


def test_what_the_namnd_has_not_delegated_is_not_passed_on(without_bitr):
    with refused("no_ground") as rules:
        pass_on(without_bitr, "avskrivning")
    assert "Nämnden har inte delegerat" in rules[0].sentence


def test_every_reason_is_told_at_once(without_bitr):
    world = without_bitr
    with refused("not_keeper", "days", "backwards", "unit", "function", "not_passed_on"):
        pass_on(
            world,
            "riktlinje",
            "insats_ratt",
            by=world.chef,
            function=Function.COACH,
            unit=world.unit("Insatser"),
            valid_from=date(2026, 2, 10),
            valid_to=date(2026, 2, 9),
        )


class TestDays:
    def test_an_overlap_is_told_with_its_days(self, without_bitr):
        pass_on(without_bitr)
        with refused("overlap") as rules:
            pass_on(without_bitr, valid_from=date(2026, 3, 1), valid_to=date(2026, 4, 30))
        assert rules[0].sentence == "Överlappar 2026-03-01–2026-03-09. Ändra datum eller ersätt."

    def test_the_day_after_the_last_is_free(self, without_bitr):
        pass_on(without_bitr)
        pass_on(without_bitr, valid_from=LAST + DAY, valid_to=None)
        assert without_bitr.bitr.may("insats_ratt", without_bitr.unit(), LAST + DAY)

    def test_one_that_goes_on_overlaps_for_good(self, world, february):
        with refused("overlap") as rules:
            pass_on(world, valid_to=None)
        assert "från och med 2026-02-23" in rules[0].sentence

    def test_a_gap_of_a_day_is_asked_about(self, without_bitr):
        pass_on(without_bitr)
        with refused("gap") as rules:
            pass_on(without_bitr, valid_from=LAST + 2 * DAY, valid_to=None)
        assert "Ingen har delegationen 2026-03-10" in rules[0].sentence
        pass_on(without_bitr, valid_from=LAST + 2 * DAY, valid_to=None, confirmed=True)
        assert not without_bitr.bitr.may("insats_ratt", without_bitr.unit(), LAST + DAY)

    def test_the_last_day_is_not_before_the_first(self, without_bitr):
        with refused("days") as rules:
            pass_on(without_bitr, valid_from=LAST, valid_to=FIRST)
        assert rules[0].sentence == "Till och med 2026-02-23 är före från och med 2026-03-09."

    def test_it_gives_nothing_backwards(self, without_bitr):
        with refused("backwards", "overlap"):
            pass_on(without_bitr, valid_from=date(2026, 2, 19), valid_to=None)
        pass_on(without_bitr, valid_from=date(2026, 2, 20), valid_to=None)

    def test_it_stays_within_the_days_of_the_namnds_delegation(self, without_bitr):
        world = without_bitr
        for power in ("insats_ratt", "insats_befogenhet"):
            top = Delegation.objects.on().get(power__code=power, ground=None)
            end(world, top, date(2026, 3, 8))
        with refused("outside", "outside") as rules:
            pass_on(world)
        assert "till och med 2026-03-08" in rules[0].sentence
        with refused("no_ground", "no_ground"):
            pass_on(world, valid_from=date(2026, 3, 9), valid_to=None)

    def test_the_29th_of_february_is_a_day_only_in_leap_years(self, without_bitr):
        form = {"valid_from": "2026-02-29", "valid_to": "2028-02-29"}
        page = post(without_bitr.delegationsadmin, reverse("pass_on"), **form)
        assert page.status_code == 422
        assert "2026-02-29 finns inte i kalendern" in text_of(page)
        assert "2028-02-29 finns inte" not in text_of(page)


class TestReplacing:
    def test_what_is_replaced_ends_the_day_before_and_each_names_the_other(self, world, february):
        old = row_of(world, function=Function.BITRADANDE)
        new = pass_on(world, "insats_ratt", replace=True, valid_to=None)[0]
        old.refresh_from_db()
        assert old.valid_to == FIRST - DAY
        assert new.replaces == old
        assert old.replaced_by == new

    def test_one_that_has_not_begun_is_taken_back(self, without_bitr):
        upcoming = pass_on(without_bitr, "insats_ratt")[0]
        pass_on(without_bitr, "insats_ratt", replace=True, valid_from=date(2026, 2, 20))
        upcoming.refresh_from_db()
        assert upcoming.status()[0] == "Återtagen"

    def test_one_that_began_today_is_replaced_from_tomorrow(self, without_bitr):
        pass_on(without_bitr, valid_from=date(2026, 2, 20))
        with refused("replaces_today"):
            pass_on(without_bitr, valid_from=date(2026, 2, 20), replace=True)

    def test_one_that_a_decision_of_today_rests_on_is_replaced_from_tomorrow(self, world, february):
        world.decided()
        with refused("replaces_decided"):
            pass_on(
                world,
                function=Function.ENHETSCHEF,
                valid_from=date(2026, 2, 20),
                valid_to=None,
                replace=True,
            )


class TestVerksamhetsomrade:
    @pytest.fixture
    def area(self, without_bitr):
        for row in Delegation.objects.on().filter(
            function=Function.BITRADANDE, power__code__in=("insats_ratt", "insats_befogenhet")
        ):
            end(without_bitr, row, date(2026, 2, 19))
        return without_bitr.unit("Verksamhetsområde Jobbtorg")

    def test_a_row_for_it_holds_at_each_unit_for_those_who_work_there(self, without_bitr, area):
        world = without_bitr
        pass_on(world, unit=area)
        assert world.bitr.may("insats_ratt", world.unit(), FIRST)
        assert not world.bitr.may("insats_ratt", world.unit("City"), FIRST)
        bitr_city = world.staff("bitr-city", Function.BITRADANDE, "City")
        assert bitr_city.may("insats_ratt", world.unit("City"), FIRST)

    def test_it_overlaps_a_row_for_a_unit_in_it_and_the_other_way(self, without_bitr, area):
        pass_on(without_bitr)
        with refused("overlap"):
            pass_on(without_bitr, unit=area)
        pass_on(without_bitr, unit=area, replace=True)
        with refused("overlap"):
            pass_on(without_bitr)

    def test_the_database_refuses_the_overlap_too(self, without_bitr, area):
        row = pass_on(without_bitr, "insats_ratt", unit=area)[0]
        with refused_by_database("Överlappar"):
            Delegation.objects.create(
                power=row.power,
                function=row.function,
                unit=without_bitr.unit(),
                ground=row.ground,
                point="V 2026:9",
                valid_from=LAST,
            )


class TestTheDatabase:
    def give(self, world, **changed):
        top = Delegation.objects.on().get(power__code="insats_ratt", ground=None)
        values = {
            "power": top.power,
            "function": Function.BITRADANDE,
            "unit": world.unit(),
            "ground": top,
            "point": "V 1",
            "valid_from": FIRST,
        }
        with transaction.atomic():
            return Delegation.objects.create(**(values | changed))

    def test_takes_what_is_lawful(self, without_bitr):
        assert self.give(without_bitr).pk

    @pytest.mark.parametrize(
        ("changed", "word"),
        [
            ({"function": Function.COACH}, "inte medgett"),
            ({"unit": "Insatser"}, "fattar inte beslut"),
            ({"valid_from": date(2020, 1, 1)}, "före sin grund"),
            ({"valid_to": FIRST - DAY}, "delegation_days_in_order"),
            ({"may_pass_on_to": [Function.BITRADANDE]}, "delegation_is_passed_on_once"),
            ({"ground": None}, "Nämnden delegerar till förvaltningschefen"),
        ],
    )
    def test_refuses_what_is_not(self, without_bitr, changed, word):
        if "unit" in changed:
            changed = changed | {"unit": Unit.objects.get(name=changed["unit"])}
        with refused_by_database(word):
            self.give(without_bitr, **changed)

    def test_refuses_a_row_longer_than_its_ground(self, without_bitr):
        top = Delegation.objects.on().get(power__code="insats_ratt", ground=None)
        end(without_bitr, top, LAST)
        with refused_by_database("längre än sin grund"):
            self.give(without_bitr)

    def test_refuses_to_delegate_what_may_not_be(self, without_bitr):
        top = Delegation.objects.on().get(power__code="insats_ratt", ground=None)
        with refused_by_database("får inte delegeras"):
            Delegation.objects.create(
                power=Power.objects.get(code="principiellt"),
                function=Function.FORVALTNINGSCHEF,
                unit=top.unit,
                namnd_decision=top.namnd_decision,
                point="9",
                valid_from=FIRST,
            )

    def test_refuses_to_edit_prolong_or_revive_a_row(self, without_bitr):
        row = pass_on(without_bitr, "insats_ratt")[0]
        for name, value in (
            ("function", Function.ENHETSCHEF),
            ("valid_from", FIRST - DAY),
            ("valid_to", LAST + DAY),
            ("valid_to", None),
            ("point", "V 2026:2"),
        ):
            row.refresh_from_db()
            setattr(row, name, value)
            with refused_by_database("pgtrigger: Cannot update"):
                row.save()


class TestThePage:
    def test_offers_what_the_namnd_has_delegated_and_refuses_in_words(self, without_bitr):
        world = without_bitr
        form = {
            "powers": [p.pk for p in powers()],
            "function": Function.COACH,
            "unit": world.unit().pk,
            "point": "V 2026:7",
            "valid_from": FIRST,
        }
        page = post(world.delegationsadmin, reverse("pass_on"), **form)
        assert page.status_code == 422
        assert "Nämnden har bara medgett chefer." in text_of(page)
        assert "V 2026:7" in text_of(page)
        assert not Delegation.objects.filter(point="V 2026:7").exists()

    def test_two_administrators_at_once_do_not_give_the_same_twice(self, without_bitr):
        world = without_bitr
        second = world.staff("admin-tva", Function.DELEGATIONSADMIN, "Arbetsmarknadsförvaltningen")
        form = {
            "powers": [p.pk for p in powers()],
            "function": Function.BITRADANDE,
            "unit": world.unit().pk,
            "point": "V 2026:7",
            "valid_from": FIRST,
        }
        assert post(world.delegationsadmin, reverse("pass_on"), **form).status_code == 302
        page = post(second, reverse("pass_on"), **form)
        assert page.status_code == 422
        assert "Överlappar från och med 2026-02-23" in text_of(page)

    def test_the_new_row_is_told_as_upcoming(self, without_bitr):
        world = without_bitr
        form = {
            "powers": [p.pk for p in powers()],
            "function": Function.BITRADANDE,
            "unit": world.unit().pk,
            "point": "V 2026:7",
            "valid_from": FIRST,
            "valid_to": LAST,
        }
        answer = post(world.delegationsadmin, reverse("pass_on"), **form)
        assert answer.status_code == 302
        row = Delegation.objects.filter(point="V 2026:7").first()
        assert clock.today() < row.valid_from
        assert "Kommande" in text_of(get(world.delegationsadmin, row.get_absolute_url()))
