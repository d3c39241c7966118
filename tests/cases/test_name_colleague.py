"""Namngivning: a colleague sees a protected person's case for a time. Lag (2001:454) 10 §."""

from datetime import timedelta

import pytest

from cases import naming_by_hand
from cases.actions import assign
from cases.conflicts import declare
from cases.models import Case, CaseUserObjectPermission, JournalEntry, Naming
from cases.naming_rules import Told, last_day
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of
from tests.cases.opening import another_namnd

WHY = "Personen ska byta till Jobbtorg City i nästa vecka."


@pytest.fixture
def case(world):
    """A protected person's case at Farsta, with everyone in place."""
    staff = (world.coach, world.colleague, world.chef, world.bitr, world.coach_city)
    assert all((*staff, world.registrator, world.forvaltningschef))
    return world.registered(protection="skyddad_folkbokforing")


def told(user, until=None, reason=WHY):
    return Told(user, reason, until or clock.today() + timedelta(days=7))


def named(world, case, user=None, **more):
    return naming_by_hand.name(case, told(user or world.coach_city, **more), by=world.chef)


def sees(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def url(case, rest=""):
    return f"{case.get_absolute_url()}namngivna/{rest}"


class TestWhoIsNamed:
    @pytest.mark.parametrize("who", ["coach_city", "colleague", "registrator"])
    def test_sees_the_case_through_the_last_day_and_no_longer(self, world, case, who):
        user = getattr(world, who)
        assert not sees(user, case)
        named(world, case, user)
        assert sees(user, case)
        with in_days(7):
            assert sees(user, case)
        with in_days(8):
            assert not sees(user, case)
            assert get(user, case.get_absolute_url()).status_code == 404

    def test_stands_in_the_journal_and_each_look_in_the_log(self, world, case):
        named(world, case)
        line = JournalEntry.objects.filter(case=case, kind="fordelning").latest("pk")
        assert str(world.coach_city) in line.title and line.text == WHY
        assert get(world.coach_city, case.get_absolute_url()).status_code == 200
        row = AccessLog.objects.filter(user=world.coach_city).latest("pk")
        assert (row.assignment, row.protected) == (AccessLog.Assignment.NAMED, True)

    def test_who_then_gets_the_case_keeps_it_past_the_day(self, world, case):
        named(world, case, world.colleague)
        assign(case, world.colleague, by=world.chef)
        with in_days(30):
            assert sees(world.colleague, case)

    def test_is_shown_with_why_by_whom_and_until_when(self, world, case):
        row = named(world, case)
        page = text_of(get(world.coach, url(case)))
        for said in (str(world.coach_city), WHY, str(row.until), str(world.chef)):
            assert said in page
        assert "Genom sitt uppdrag" in page and "Ta bort" not in page
        assert "Ta bort" in text_of(get(world.chef, url(case)))


class TestTheEnd:
    def test_comes_at_once_when_a_chef_takes_it_away(self, world, case):
        row = named(world, case)
        answer = post(world.chef, url(case, f"{row.pk}/ta-bort/"))
        assert answer.status_code == 302 and not sees(world.coach_city, case)
        assert row.end.ended_by == world.chef
        last = JournalEntry.objects.filter(case=case).latest("pk")
        assert last.title == f"{world.coach_city} är inte längre namngiven på ärendet"
        assert "Har varit namngivna" in text_of(get(world.chef, url(case)))

    def test_comes_once(self, world, case):
        row = named(world, case)
        naming_by_hand.end(row, by=world.chef)
        with refused("ended"):
            naming_by_hand.end(row, by=world.chef)
        other = named(world, case)
        with in_days(8), refused("ended"):
            naming_by_hand.end(other, by=world.chef)

    def test_is_a_chefs_to_take(self, world, case):
        row = named(world, case)
        for user in (world.coach, world.coach_city):
            with refused("not_chef"):
                naming_by_hand.end(row, by=user)
            assert post(user, url(case, f"{row.pk}/ta-bort/")).status_code == 403
        assert post(world.bitr, url(case, f"{row.pk}/ta-bort/")).status_code == 404
        assert sees(world.coach_city, case)

    def test_a_colleague_can_be_named_again(self, world, case):
        naming_by_hand.end(named(world, case), by=world.chef)
        named(world, case)
        assert sees(world.coach_city, case) and Naming.objects.count() == 2

    def test_one_of_another_case_is_not_there(self, world, case):
        other = world.registered("200102152392", protection="fingerade")
        row = named(world, other)
        assert post(world.chef, url(case, f"{row.pk}/ta-bort/")).status_code == 404
        assert sees(world.coach_city, other)


class TestWhoNames:
    def test_a_chef_who_is_named_and_nobody_else(self, world, case):
        with refused("not_chef"):
            naming_by_hand.name(case, told(world.coach_city), by=world.coach)
        with refused("not_chef"):  # a chef at the unit, but not one of the few
            naming_by_hand.name(case, told(world.coach_city), by=world.bitr)
        assert get(world.coach, url(case, "ny/")).status_code == 403
        assert "Namnge en kollega" not in text_of(get(world.coach, url(case)))
        assert get(world.bitr, url(case)).status_code == 404

    def test_sends_the_form(self, world, case):
        until = clock.today() + timedelta(days=3)
        data = {"user": world.coach_city.pk, "reason": WHY, "until": str(until)}
        assert post(world.chef, url(case, "ny/"), **data).status_code == 302
        row = Naming.objects.get()
        assert (row.user, row.named_by, row.until) == (world.coach_city, world.chef, until)

    def test_loses_nothing_that_was_written_wrong(self, world, case):
        data = {"user": "", "reason": "Kort", "until": str(last_day() + timedelta(days=1))}
        page = post(world.chef, url(case, "ny/"), **data)
        assert page.status_code == 422
        said = text_of(page)
        for sentence in ("Välj vem som ska namnges.", "Ange varför", "Ange en dag från", "Kort"):
            assert sentence in said

    def test_every_reason_is_told_at_once(self, world, case):
        late = last_day() + timedelta(days=1)
        with refused("user", "reason", "until"):
            naming_by_hand.name(case, Told(None, " ", late), by=world.chef)

    def test_nobody_under_another_namnd_nor_who_is_named_or_javig(self, world, case):
        _, stranger, _ = another_namnd(world)
        for user in (stranger, world.coach, world.granskare):
            with refused("not_namable"):
                named(world, case, user)
        declare(case, world.colleague, "part_eller_narstaende", by=world.chef)
        with refused("user_barred"):
            named(world, case, world.colleague)

    def test_not_where_nobody_is_protected(self, world, case):
        open_to_all = world.registered("200102152392")
        with refused("not_protected"):
            named(world, open_to_all)
        assert get(world.chef, url(open_to_all, "ny/")).status_code == 409


class TestTheDatabase:
    def insert(self, case, user, by, until=None):
        return Naming.objects.create(
            case=case, user=user, reason=WHY, until=until or clock.today(), named_by=by,
            named_at=clock.now(),
        )  # fmt: skip

    def test_refuses_what_the_act_refuses(self, world, case):
        _, stranger, _ = another_namnd(world)
        open_to_all = world.registered("200102152392")
        for words, told_ in (
            ("Bara enhetens chefer", (case, world.coach_city, world.coach)),
            ("Bara den som själv är namngiven", (case, world.coach_city, world.bitr)),
            ("Ingen namnger sig själv", (case, world.chef, world.chef)),
            ("inte under samma nämnd", (case, stranger, world.chef)),
            ("inga skyddade personuppgifter", (open_to_all, world.coach_city, world.chef)),
            ("för länge", (case, world.coach_city, world.chef, last_day() + timedelta(days=1))),
        ):
            with refused_by_database(words):
                self.insert(*told_)

    def test_changes_no_row_and_gives_nothing_without_a_grant(self, world, case):
        row = named(world, case)
        with refused_by_database():
            Naming.objects.filter(pk=row.pk).update(until=last_day())
        CaseUserObjectPermission.objects.filter(naming=row).delete()
        assert not sees(world.coach_city, case) and not Naming.objects.in_force().exists()
