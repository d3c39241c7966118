"""Each is reminded of what is theirs to do: once before the day and once after it. Users.md 6."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from cases import reminding
from cases.actions import propose
from cases.models import Case, Reminder
from cases.models.reminder import Stage
from cases.tasks import remind
from jobbtorg.deadlines import next_working_day, previous_working_day
from jobbtorg.organisation.models import Absence, User
from jobbtorg.organisation.preferences import mail_reminders
from tests.cases.helpers import get, on, post, text_of


@pytest.fixture
def case(world):
    """A case that the coach investigates, in which something is theirs to do by a day."""
    return Case.objects.get(pk=world.started().pk)


@pytest.fixture
def coach(world):
    """The coach, with an address."""
    world.coach.email = "coach@jobbtorg.example"
    world.coach.save()
    return world.coach


def before(case):
    """The working day before the case's day."""
    return previous_working_day(case.deadline)


def rows_of(user):
    return [(row.case, row.day, row.stage) for row in Reminder.objects.filter(user=user)]


class TestWhen:
    def test_the_working_day_before_and_again_when_it_is_late(self, case, coach):
        with on(before(case)):
            remind()
        assert rows_of(coach) == [(case, case.deadline, Stage.SOON)]
        with on(next_working_day(case.deadline)):
            remind()
        assert rows_of(coach)[1:] == [(case, case.deadline, Stage.LATE)]

    def test_not_earlier(self, case, coach):
        with on(previous_working_day(before(case))):
            remind()
        assert rows_of(coach) == []

    def test_never_twice(self, case, coach):
        late = next_working_day(case.deadline)
        for day in (before(case), late, next_working_day(late)):
            with on(day):
                remind()
                remind()
        assert [stage for *_, stage in rows_of(coach)] == [Stage.SOON, Stage.LATE]
        assert len(mail.outbox) == 2

    def test_it_catches_up_after_days_when_nothing_ran(self, case, coach):
        later = case.deadline
        for _ in range(4):
            later = next_working_day(later)
        with on(later):
            remind()
        assert rows_of(coach) == [(case, case.deadline, Stage.LATE)]

    def test_nobody_on_a_day_when_nobody_works(self, case, coach):
        day = case.deadline
        while day.weekday() != 5:
            day += timedelta(days=1)
        with on(day):
            remind()
        assert rows_of(coach) == []

    def test_the_database_has_room_for_one(self, case, coach):
        told = {"user": coach, "case": case, "kind": "Utredning", "day": case.deadline}
        Reminder.objects.create(stage=Stage.SOON, **told)
        with pytest.raises(IntegrityError, match="reminded_once"), transaction.atomic():
            Reminder.objects.create(stage=Stage.SOON, **told)


class TestWho:
    def test_only_whose_it_is(self, case, world, coach):
        assert world.chef and world.registrator and world.staff("coach-tva", "coach")
        with on(before(case)):
            remind()
        assert set(Reminder.objects.values_list("user", flat=True)) == {coach.pk}

    def test_who_stands_in_instead_of_who_is_away(self, case, world, coach):
        day, other = before(case), world.staff("coach-tva", "coach")
        Absence.objects.create(user=coach, substitute=other, valid_from=day, valid_to=case.deadline)
        with on(day):
            remind()
        assert rows_of(coach) == [] and len(rows_of(other)) == 1

    def test_nobody_who_has_left(self, case, coach):
        coach.is_active = False
        coach.save()
        with on(before(case)):
            remind()
        assert rows_of(coach) == []


class TestTheMail:
    def test_names_no_person_and_no_case(self, case, coach):
        with on(before(case)):
            remind()
        (sent,) = mail.outbox
        assert sent.to == ["coach@jobbtorg.example"] and sent.subject == "Frister i Jobbtorg"
        assert "Du har 1 frist att se på: 1 går ut senast nästa arbetsdag." in sent.body
        person = case.person
        for secret in (case.number, person.first_name, person.last_name, person.personnummer[-4:]):
            assert secret not in sent.subject + sent.body
        assert "http" not in sent.body

    def test_says_how_many_are_late(self, case, coach):
        with on(next_working_day(case.deadline)):
            remind()
        assert "1 frist att se på: 1 har gått ut." in mail.outbox[0].body

    def test_is_not_sent_to_who_wants_none_or_has_no_address(self, case, coach, world):
        mail_reminders(False, by=coach)
        with on(before(case)):
            remind()
        assert mail.outbox == [] and len(rows_of(coach)) == 1

    def test_is_sent_the_next_time_when_the_server_is_away(self, case, coach, monkeypatch, caplog):
        def away(*args, **kwargs):
            raise ConnectionRefusedError(f"{coach.email} {case.number}")

        with on(before(case)):
            with monkeypatch.context() as patch:
                patch.setattr(reminding, "send_mail", away)
                remind()
            assert mail.outbox == [] and "gick inte att skicka" in caplog.text
            assert coach.email not in caplog.text and case.number not in caplog.text
            remind()
            remind()
        assert len(mail.outbox) == 1


class TestTheWorklist:
    def test_shows_them_until_they_are_seen(self, case, coach):
        with on(before(case)):
            remind()
            page = text_of(get(coach, "/"))
            assert "1 påminnelse" in page and case.number in page
            until = Reminder.objects.get().pk
            assert post(coach, "/paminnelser/sedda/", until=until).status_code == 302
            assert "1 påminnelse" not in text_of(get(coach, "/"))

    def test_does_not_show_what_is_done(self, case, coach, world):
        with on(before(case)):
            remind()
            world.complete(case)
            propose(case, by=coach)
            assert "påminnelse" not in text_of(get(coach, "/"))

    def test_keeps_what_came_after_the_page(self, case, coach):
        with on(before(case)):
            remind()
            post(coach, "/paminnelser/sedda/", until=Reminder.objects.get().pk - 1)
            assert "1 påminnelse" in text_of(get(coach, "/"))

    @pytest.mark.parametrize("until", ["", "-1", "x", "9" * 40])
    def test_takes_no_number_that_is_none(self, case, coach, until):
        with on(before(case)):
            remind()
            assert post(coach, "/paminnelser/sedda/", until=until).status_code == 302
            assert Reminder.objects.unseen(coach).count() == 1


def test_the_mail_is_turned_off_and_on_under_ditt_konto(coach):
    assert "coach@jobbtorg.example" in text_of(get(coach, "/konto/"))
    for told, mails in (("mail_off", False), ("mail_on", True)):
        post(coach, "/konto/", do=told)
        assert User.objects.get(pk=coach.pk).mail_reminders is mails
