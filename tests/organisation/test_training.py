"""Completed training, and the rulebook's switch that makes it a condition for deciding."""

from datetime import date, timedelta

from django.urls import reverse

from decisions.rules import against_decider
from jobbtorg import clock
from jobbtorg.organisation.models import Course, Training
from jobbtorg.organisation.staff import actions
from jobbtorg.organisation.staff.rules import NEEDED_TRAINING
from jobbtorg.publishing.actions import publish
from jobbtorg.publishing.rules import about
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.rulebook.helpers import change_to, proposed, published

DAY = timedelta(days=1)
TODAY = date(2026, 2, 20)
COURSE = "delegation"


def note(world, user, *, on=TODAY, code=COURSE, by=None):
    course = Course.objects.get(code=code)
    return actions.note_training(user, course, on, by=by or world.delegationsadmin)


def require(world, *codes):
    return published(world, change_to("installningar", NEEDED_TRAINING, value=list(codes)))


def test_without_the_switch_nobody_needs_it(world, february):
    assert world.chef.may("insats_ratt", world.unit())


def test_with_the_switch_only_who_has_completed_it_decides(world, february):
    note(world, world.bitr)
    require(world, COURSE)
    assert world.chef.may("insats_ratt", world.unit(), TODAY)
    assert not world.chef.may("insats_ratt", world.unit(), TODAY + DAY)
    assert world.bitr.may("insats_ratt", world.unit(), TODAY + DAY)


def test_it_counts_from_the_day_it_was_completed(world, february):
    require(world, COURSE)
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
    require(world, COURSE)
    february.move_to("2026-02-21 09:00+01:00")
    assert against_decider(case, world.chef)[0].sentence == (
        "Du har inte den utbildning som krävs för att besluta."
    )


def test_a_note_that_was_wrong_is_taken_back_and_counts_no_more(world, february):
    row = note(world, world.chef)
    require(world, COURSE)
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


def test_whoever_would_no_longer_decide_is_named_before(world, february):
    assert world.chef and world.bitr
    note(world, world.bitr)
    (told,) = about(proposed(world, change_to("installningar", NEEDED_TRAINING, value=[COURSE])))
    assert "Chef Farsta" in told.sentence and "Bitr Farsta" not in told.sentence


def test_nobody_sets_it_alone(world, february):
    proposal = proposed(world, change_to("installningar", NEEDED_TRAINING, value=[COURSE]))
    with refused("second_person"):
        publish(proposal, by=world.delegationsadmin)
    with refused_by_database("proposal_published_by_another"):
        proposal.published_by, proposal.published_at = world.delegationsadmin, clock.now()
        proposal.save()


class TestThePage:
    def test_notes_tells_what_is_required_and_takes_back(self, world, february):
        url, admin = reverse("trainings"), world.delegationsadmin
        course = Course.objects.get(code=COURSE)
        noted = post(admin, url, user=world.chef.pk, course=course.pk, completed_on="2026-02-19")
        assert noted.status_code == 302
        assert reverse("rulebook_entry", args=["installningar", NEEDED_TRAINING]) in text_of(
            get(admin, url)
        )
        require(world, COURSE)
        february.move_to("2026-02-21 09:00+01:00")
        assert "För att få besluta krävs: Att besluta på delegation" in text_of(get(admin, url))
        row = Training.objects.get()
        assert post(admin, reverse("training_withdraw", args=[row.pk])).status_code == 302
        assert not world.chef.may("insats_ratt", world.unit())

    def test_others_read_only(self, world, february):
        row = note(world, world.chef)
        page = text_of(get(world.coach, reverse("trainings")))
        assert "Att besluta på delegation" in page and "Anteckna utbildning" not in page
        taken = post(world.chef, reverse("training_withdraw", args=[row.pk]))
        assert taken.status_code == 403
        form = {"user": world.chef.pk, "course": row.course_id, "completed_on": "2026-02-19"}
        assert post(world.chef, reverse("trainings"), **form).status_code == 403
