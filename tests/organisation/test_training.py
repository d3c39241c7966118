"""Completed training, and the rulebook's switch that makes it a condition for deciding."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from decisions.rules import against_decider
from jobbtorg.organisation.models import Course, Training
from jobbtorg.organisation.staff import actions
from tests.cases.helpers import get, post, refused, text_of

DAY = timedelta(days=1)
TODAY = date(2026, 2, 20)


def note(world, user, *, on=TODAY, code="delegation", by=None):
    course = Course.objects.get(code=code)
    return actions.note_training(user, course, on, by=by or world.delegationsadmin)


def require(world, *codes, since=TODAY + DAY, by=None, confirmed=True):
    courses = list(Course.objects.filter(code__in=codes))
    actions.require_training(courses, since, by=by or world.delegationsadmin, confirmed=confirmed)


def test_without_the_switch_nobody_needs_it(world, february):
    assert world.chef.may("insats_ratt", world.unit())


def test_with_the_switch_only_who_has_completed_it_decides(world, february):
    note(world, world.bitr)
    require(world, "delegation")
    assert world.chef.may("insats_ratt", world.unit(), TODAY)
    assert not world.chef.may("insats_ratt", world.unit(), TODAY + DAY)
    assert world.bitr.may("insats_ratt", world.unit(), TODAY + DAY)


def test_it_counts_from_the_day_it_was_completed(world, february):
    require(world, "delegation")
    february.move_to("2026-02-23 09:00+01:00")
    note(world, world.chef, on=date(2026, 2, 22))
    assert not world.chef.may("insats_ratt", world.unit(), date(2026, 2, 21))
    assert world.chef.may("insats_ratt", world.unit(), date(2026, 2, 22))


def test_every_course_that_is_asked_for_is_needed(world, february):
    note(world, world.chef)
    require(world, "delegation", "myndighetsutovning")
    assert not world.chef.may("insats_ratt", world.unit(), TODAY + DAY)


def test_the_refusal_says_what_is_missing(world, february):
    case = world.proposed()
    require(world, "delegation")
    february.move_to("2026-02-21 09:00+01:00")
    assert against_decider(case, world.chef)[0].sentence == (
        "Du har inte den utbildning som krävs för att besluta."
    )


def test_a_note_that_was_wrong_is_taken_back_and_counts_no_more(world, february):
    row = note(world, world.chef)
    require(world, "delegation")
    actions.withdraw_training(row, by=world.delegationsadmin)
    assert not world.chef.may("insats_ratt", world.unit(), TODAY + DAY)
    note(world, world.chef)


def test_what_cannot_be_is_said(world, february):
    with refused("future"):
        note(world, world.chef, on=TODAY + DAY)
    note(world, world.chef)
    with refused("known"):
        note(world, world.chef)
    for who in ("chef", "coach"):
        with refused("not_keeper"):
            note(world, world.bitr, by=getattr(world, who))
        with refused("not_keeper"):
            require(world, "delegation", by=getattr(world, who))


def test_whoever_would_no_longer_decide_is_named_before(world, february):
    assert world.chef and world.bitr
    note(world, world.bitr)
    with refused("without") as rules:
        require(world, "delegation", confirmed=False)
    assert "Chef Farsta" in rules[0].sentence
    assert "Bitr Farsta" not in rules[0].sentence


@pytest.mark.parametrize("since", [TODAY, TODAY - DAY])
def test_the_switch_is_not_turned_for_a_day_that_has_begun(world, february, since):
    with refused("backwards"):
        require(world, "delegation", since=since)


class TestThePage:
    def test_notes_requires_and_takes_back(self, world, february):
        url, admin = reverse("trainings"), world.delegationsadmin
        course = Course.objects.get(code="delegation")
        noted = post(admin, url, user=world.chef.pk, course=course.pk, completed_on="2026-02-19")
        assert noted.status_code == 302
        switched = post(admin, url, do="require", courses=[course.pk], valid_from="2026-02-21")
        assert switched.status_code == 302
        february.move_to("2026-02-21 09:00+01:00")
        assert "För att få besluta krävs: Att besluta på delegation" in text_of(get(admin, url))
        row = Training.objects.get()
        assert post(admin, reverse("training_withdraw", args=[row.pk])).status_code == 302
        assert not world.chef.may("insats_ratt", world.unit())

    def test_asks_before_it_shuts_anyone_out(self, world, february):
        assert world.chef
        course = Course.objects.get(code="delegation")
        form = {"do": "require", "courses": [course.pk], "valid_from": "2026-02-21"}
        page = post(world.delegationsadmin, reverse("trainings"), **form)
        assert page.status_code == 422
        assert "Chef Farsta" in text_of(page)
        assert "Ja, så ska det vara" in text_of(page)

    def test_others_read_only(self, world, february):
        row = note(world, world.chef)
        page = text_of(get(world.coach, reverse("trainings")))
        assert "Att besluta på delegation" in page and "Anteckna utbildning" not in page
        taken = post(world.chef, reverse("training_withdraw", args=[row.pk]))
        assert taken.status_code == 403
        form = {"user": world.chef.pk, "course": row.course_id, "completed_on": "2026-02-19"}
        assert post(world.chef, reverse("trainings"), **form).status_code == 403
