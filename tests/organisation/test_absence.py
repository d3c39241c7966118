"""Absence: the substitute gets the work, never the delegation."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases import actions
from cases.desk import tabs_for
from cases.models import Case
from cases.rules import against_investigating, against_starting
from cases.steps import next_step
from decisions.rules import against_decider
from jobbtorg.organisation.models import Absence, Function, User
from jobbtorg.organisation.staff import actions as staffing
from tests.cases.helpers import get, post, refused, refused_by_database, signed_in, text_of

DAY = timedelta(days=1)
TODAY, LAST = date(2026, 2, 20), date(2026, 2, 27)


def away(world, user, substitute, *, by=None, first=TODAY, last=LAST):
    return staffing.note_absence(user, substitute, first, last, by=by or user)


def fresh(user):
    """The user as a new request has them."""
    return User.objects.get(pk=user.pk)


def to_do(user, case):
    _, where = tabs_for(fresh(user))[""]
    cases = Case.objects.visible_to(user)
    return cases.filter(where, pk=case.pk).exists()


class TestTheCoachsWork:
    def test_stands_on_the_substitutes_list_for_the_days(self, world, february):
        assert world.colleague
        case = world.registered()
        away(world, world.coach, world.colleague, first=TODAY + DAY)
        assert not to_do(world.colleague, case)
        february.move_to("2026-02-21 09:00+01:00")
        assert to_do(world.colleague, case)
        assert next_step(case, fresh(world.colleague)).mine
        february.move_to("2026-02-28 09:00+01:00")
        assert not to_do(world.colleague, case)

    def test_is_the_substitutes_to_do_after_their_own_answer_about_jav(self, world, february):
        case = world.registered()
        assert against_starting(case, fresh(world.colleague))
        away(world, world.coach, world.colleague)
        substitute = fresh(world.colleague)
        assert not against_starting(case, substitute)
        with refused("unanswered"):
            actions.start_investigation(case, by=substitute)
        world.clear(case, substitute)
        assert actions.start_investigation(case, by=substitute).investigator == substitute

    def test_is_not_that_of_another_colleague(self, world, february):
        third = world.staff("tredje-farsta", Function.COACH)
        case = world.started()
        away(world, world.coach, world.colleague)
        assert not against_investigating(case, fresh(world.colleague))
        assert against_investigating(case, fresh(third))

    def test_the_case_page_tells_who_is_away_and_who_stands_in(self, world, february):
        case = world.registered()
        away(world, world.coach, world.colleague)
        page = text_of(get(world.chef, case.get_absolute_url()))
        assert "Borta till och med 2026-02-27. Ersättare: Kollega Farsta" in page

    def test_of_a_protected_case_stays_with_those_who_are_named(self, world, february):
        case = world.registered(protection="skyddad_folkbokforing")
        away(world, world.coach, world.colleague)
        assert not to_do(world.colleague, case)
        assert get(world.colleague, case.get_absolute_url()).status_code == 404


class TestTheChefsWork:
    def test_sharing_out_is_the_substitutes(self, world, february):
        case = world.registered(by=world.registrator)
        assert not to_do(world.coach, case)
        away(world, world.chef, world.coach)
        assert to_do(world.coach, case)
        assert actions.assign(case, world.colleague, by=fresh(world.coach)).coach == world.colleague

    def test_deciding_is_not(self, world, february):
        case = world.proposed()
        away(world, world.chef, world.colleague)
        substitute = fresh(world.colleague)
        assert not substitute.may("insats_ratt", world.unit())
        assert against_decider(case, substitute)[0].sentence == (
            "Du har inte delegation för Jobbtorg Farsta."
        )
        assert not next_step(case, substitute).mine
        assert get(substitute, reverse("decide", args=[case.slug])).status_code == 403

    def test_the_one_who_is_away_keeps_the_delegation(self, world, february):
        away(world, world.chef, world.bitr)
        assert world.chef.may("insats_ratt", world.unit())

    def test_it_is_said_when_nobody_else_decides_meanwhile(self, without_bitr):
        world = without_bitr
        assert world.chef and world.bitr
        case = world.proposed()
        form = {
            "user": world.chef.pk,
            "substitute": world.bitr.pk,
            "valid_from": TODAY,
            "valid_to": LAST,
        }
        browser = signed_in(world.chef)
        page = browser.post(reverse("absences"), form, follow=True).content.decode()
        assert "Ingen annan på Jobbtorg Farsta har delegation 2026-02-20." in page
        assert case.number in page
        assert "Förordna en vikarie" in page


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("substitute", "code"), [("coach", "self"), ("coach_city", "elsewhere")]
    )
    def test_the_substitute_is_another_at_the_same_unit(self, world, february, substitute, code):
        with refused(code):
            away(world, world.coach, getattr(world, substitute))

    def test_the_days_are_in_order_and_never_twice(self, world, february):
        with refused("days"):
            away(world, world.coach, world.colleague, last=TODAY - DAY)
        away(world, world.coach, world.colleague)
        with refused("overlap") as rules:
            away(world, world.coach, world.colleague, first=LAST)
        assert "2026-02-20–2026-02-27" in rules[0].sentence
        with refused_by_database("absence_never_twice"):
            Absence.objects.create(
                user=world.coach, substitute=world.chef, valid_from=LAST, valid_to=LAST
            )
        with refused_by_database("absence_has_another_substitute"):
            Absence.objects.create(
                user=world.chef, substitute=world.chef, valid_from=LAST, valid_to=LAST
            )

    def test_one_notes_ones_own_and_the_chef_those_at_the_unit(self, world, february):
        for who in ("colleague", "coach_city", "chef_city", "registrator"):
            with refused("not_theirs"):
                away(world, world.coach, world.colleague, by=getattr(world, who))
        away(world, world.coach, world.colleague, by=world.chef)
        away(world, world.chef, world.bitr, by=world.delegationsadmin)


class TestComingBack:
    def test_ends_it_today(self, world, february):
        case = world.registered()
        row = away(world, world.coach, world.colleague, first=TODAY)
        february.move_to("2026-02-23 09:00+01:00")
        staffing.end_absence(row, by=world.coach)
        row.refresh_from_db()
        assert row.valid_to == date(2026, 2, 22)
        assert not to_do(world.colleague, case)

    def test_takes_back_one_that_has_not_begun(self, world, february):
        row = away(world, world.coach, world.colleague, first=TODAY + DAY)
        staffing.end_absence(row, by=world.chef)
        row.refresh_from_db()
        assert row.status()[0] == "Återtagen"
        with refused("not_theirs"):
            staffing.end_absence(row, by=world.colleague)


class TestThePage:
    def test_notes_shows_and_ends(self, world, february):
        assert world.colleague
        url = reverse("absences")
        form = {
            "user": world.coach.pk,
            "substitute": world.colleague.pk,
            "valid_from": TODAY,
            "valid_to": LAST,
        }
        assert post(world.coach, url, **form).status_code == 302
        row = Absence.objects.get()
        assert "Tillbaka i dag" in text_of(get(world.coach, url))
        assert "Tillbaka i dag" not in text_of(get(world.coach_city, url))
        ending = reverse("absence_end", args=[row.pk])
        assert post(world.coach_city, ending).status_code == 403
        assert post(world.coach, ending).status_code == 302
        assert "Ingen är antecknad som borta" in text_of(get(world.coach, url))

    def test_only_colleagues_are_offered(self, world, february):
        assert world.colleague and world.coach_city
        page = text_of(get(world.coach, reverse("absences")))
        assert "Kollega Farsta" in page and "Coach City" not in page
        assert "Anteckna frånvaro" not in text_of(get(world.granskare, reverse("absences")))

    def test_what_is_wrong_is_said_and_nothing_lost(self, world, february):
        assert world.colleague
        page = post(world.coach, reverse("absences"), user=world.coach.pk, valid_from="2026-02-30")
        assert page.status_code == 422
        assert "2026-02-30 finns inte i kalendern" in text_of(page)
        assert "Välj ersättare." in text_of(page)
