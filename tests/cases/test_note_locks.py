"""A note locks: signed by hand or by itself, and PostgreSQL then refuses every change."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from cases import notes
from cases.conflicts import declare
from cases.models import JournalEntry, Note
from cases.tasks import sign_overdue_notes
from cases.timeline import written_late
from jobbtorg import clock
from tests.cases.helpers import (
    get,
    in_days,
    parallel,
    refused_by_database,
    text_of,
    undone,
)
from tests.cases.noting import address, write
from tests.rulebook.helpers import set_since_the_beginning


@pytest.fixture
def case(world):
    return world.started()


class TestLockingByItself:
    def test_the_task_signs_what_is_past_its_time_as_of_that_time(self, world, case):
        old = write(case, world.coach)
        with in_days(0.5):
            new = write(case, world.coach)
        with in_days(1.2):
            sign_overdue_notes()
        old.refresh_from_db()
        new.refresh_from_db()
        assert new.entry is None
        assert old.signed_at == old.locks_at
        assert old.entry.written_at == old.written_at
        assert old.history.first().history_user is None

    def test_twice_is_as_once(self, world, case):
        write(case, world.coach)
        with in_days(30):
            sign_overdue_notes()
            sign_overdue_notes()
        assert JournalEntry.objects.filter(kind="anteckning").count() == 1

    def test_also_when_the_writer_is_javig_by_then(self, world, case):
        note = write(case, world.colleague)
        declare(case, world.colleague, "tillsyn", by=world.colleague)
        with in_days(1.2):
            sign_overdue_notes()
        note.refresh_from_db()
        assert note.entry.author == world.colleague

    def test_also_when_the_writer_has_left(self, world, case):
        note = write(case, world.colleague)
        world.colleague.is_active = False
        world.colleague.save()
        with in_days(1.2):
            sign_overdue_notes()
        note.refresh_from_db()
        assert note.entry.author_title == "Coach, Jobbtorg Farsta"

    def test_the_rulebook_says_after_how_long(self, world, case):
        set_since_the_beginning("anteckning_lases_efter_timmar", 2)
        note = write(case, world.coach)
        assert note.locks_at - note.written_at == timedelta(hours=2)

    def test_beat_runs_it_every_quarter_of_an_hour(self, settings):
        entry = settings.CELERY_BEAT_SCHEDULE["sign-overdue-notes"]
        assert entry["task"] == sign_overdue_notes.name
        assert entry["schedule"].minute == {0, 15, 30, 45}


class TestInHindsight:
    @pytest.mark.parametrize(
        ("event", "late"),
        [(date(2026, 2, 27), False), (date(2026, 2, 26), True), (date(2026, 3, 2), False)],
    )
    def test_more_than_three_days_after_says_so(self, world, event, late):
        with time_machine.travel("2026-03-02 09:20+01:00", tick=False):
            case = world.started()
            note = write(case, world.coach, event_on=event)
            assert written_late(note) is late
            html = text_of(get(world.coach, address(case, "journal/")))
            assert ("Skrivet i efterhand" in html) is late
            entry = notes.sign_note(note, by=world.coach)
        assert written_late(entry) is late

    def test_a_note_counts_from_when_it_was_first_saved(self, world):
        with time_machine.travel("2026-03-02 09:20+01:00", tick=False) as moment:
            case = world.started()
            note = write(case, world.coach, event_on=date(2026, 2, 27))
            moment.shift(timedelta(hours=20))
            entry = notes.sign_note(note, by=world.coach)
            html = text_of(get(world.coach, address(case, "journal/")))
        assert not written_late(entry)
        assert entry.written_at.astimezone(clock.STOCKHOLM) == datetime(
            2026, 3, 2, 9, 20, tzinfo=clock.STOCKHOLM
        )
        assert "27 februari 2026" in html and "Skrivet 2026-03-02 09:20" in html


class TestTheDatabase:
    """G13 and G14: what came past page and act is refused."""

    def test_a_note_saved_after_its_time_is_refused(self, world, case):
        note = write(case, world.coach)
        note.text, note.saved_at = "Sent.", note.locks_at
        with refused_by_database("note_saved_before_it_locked"):
            note.save()

    def test_a_change_has_a_new_time_so_that_the_lock_can_be_seen(self, world, case):
        note = write(case, world.coach)
        note.text = "Utan ny tid."
        with refused_by_database("En ändrad anteckning har en ny tid"):
            note.save()

    @pytest.mark.parametrize("column", ["locks_at", "written_at"])
    def test_its_times_never_change(self, world, case, column):
        note = write(case, world.coach)
        setattr(note, column, getattr(note, column) - timedelta(minutes=1))
        with refused_by_database("byter inte ärende, författare eller tid"):
            note.save()

    def test_a_signed_note_is_never_changed_or_deleted(self, world, case):
        note = write(case, world.coach, sign=True)
        with refused_by_database("Anteckningen är signerad"):
            note.save()
        with refused_by_database("Cannot delete"):
            Note.objects.filter(pk=note.pk)._raw_delete("default")

    def test_an_entry_says_what_the_note_said(self, world, case):
        note = write(case, world.coach)
        row = {
            name: getattr(note, name)
            for name in ("case", "author", "author_title", "event_on", "title", "source", "text")
        }
        for changed in ({"text": "Annat."}, {"written_at": note.written_at - timedelta(days=9)}):
            values = {"kind": "anteckning", "written_at": note.written_at} | row | changed
            with refused_by_database("inte den som skrevs"):
                JournalEntry.objects.create(**values)

    def test_who_is_javig_writes_no_note(self, world, case):
        note = write(case, world.colleague)
        declare(case, world.colleague, "tillsyn", by=world.colleague)
        note.text, note.saved_at = "Mer.", note.saved_at + timedelta(minutes=1)
        with refused_by_database("Den som är jävig skriver inte"), undone():
            note.save()


def test_signed_by_hand_and_by_itself_at_the_same_moment_it_is_one_entry(committed_world):
    world = committed_world
    case = world.started()
    note = write(case, world.coach)
    past = note.locks_at

    def by_itself():
        with clock.at(past):
            sign_overdue_notes()

    parallel(by_itself, lambda: notes.sign_note(note, by=world.coach), by_itself)
    assert JournalEntry.objects.filter(kind="anteckning").count() == 1
