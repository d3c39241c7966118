"""The outbox: what is committed is told to a worker, though the queue is away just then."""

from datetime import timedelta

import pytest
from celery import current_app
from celery.app.task import Task
from django.db import transaction
from kombu.exceptions import OperationalError

from cases.models import Document, Scan
from cases.tasks import scan_document
from jobbtorg import clock, request_id
from jobbtorg.jobs import outbox, tasks
from jobbtorg.jobs.models import Job, Message
from tests.audit.helpers import as_application
from tests.cases.helpers import in_days
from tests.jobs.kinds import asked

IN_A_WHILE = timedelta(minutes=2)


def refuses(*_, **__):
    """As the queue does when it is away."""
    raise OperationalError("Connection refused")


@pytest.fixture
def away(monkeypatch):
    """Nothing can be sent."""
    monkeypatch.setattr(Task, "delay", refuses)


@pytest.fixture(autouse=True)
def scanner(settings):
    """One that answers at once."""
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"


def document_in(world):
    """A document that came in now, and that a worker is to scan."""
    return world.document(world.started(), scanned=False)


def later():
    """Two minutes from now."""
    return clock.at(clock.now() + IN_A_WHILE)


class TestWhatIsPosted:
    def test_is_done_at_the_commit_and_then_gone(self, committed_world):
        document = document_in(committed_world)
        assert document.scans.count() == 1
        assert Message.objects.count() == 0

    def test_is_not_sent_where_nothing_was_committed(self, committed_world):
        with pytest.raises(RuntimeError), transaction.atomic():
            outbox.post(scan_document, 1)
            raise RuntimeError
        assert Message.objects.count() == 0

    def test_outside_of_a_transaction_is_a_mistake(self, base):
        with pytest.raises(AssertionError):
            outbox.post(scan_document, 1)

    def test_holds_a_name_and_a_key_and_the_requests_number(self, committed_world, away):
        with request_id.done_for("abcdefgh1"):
            document = document_in(committed_world)
        row = Message.objects.get(key=document.pk)
        assert (row.task, row.request) == ("cases.tasks.scan_document", "abcdefgh1")

    def test_is_taken_away_by_the_application_too(self, committed_world):
        with as_application(), transaction.atomic():
            outbox.post(tasks.carry_out, 0)
        assert Message.objects.count() == 0


class TestWithoutTheQueue:
    def test_the_act_is_done_and_the_message_waits(self, committed_world, away, caplog):
        document = document_in(committed_world)
        assert Document.objects.filter(pk=document.pk).exists()
        assert Message.objects.get().key == document.pk
        assert "waits in the outbox" in caplog.text

    def test_the_beat_sends_it_when_the_queue_is_back(self, committed_world):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Task, "delay", refuses)
            document = document_in(committed_world)
            job = asked(committed_world.coach)
        with later():
            tasks.send_left.delay()
        assert Message.objects.count() == 0
        assert document.scans.count() == 1
        job.refresh_from_db()
        assert job.state == "klart"

    def test_the_beat_leaves_what_is_being_sent_just_now(self, committed_world, away):
        document_in(committed_world)
        assert outbox.send_left() == 0

    def test_one_that_cannot_be_sent_stops_the_run_and_loses_nothing(self, committed_world, away):
        case = committed_world.started()
        with transaction.atomic():
            for n in range(3):
                outbox.post(scan_document, n)
        assert case and Message.objects.count() == 3
        with later():
            assert outbox.send_left() == 0
        assert Message.objects.count() == 3

    def test_a_clock_that_was_put_back_delays_nothing(self, base, away):
        with in_days(1), transaction.atomic():
            outbox.post(scan_document, 0)
        with pytest.MonkeyPatch.context() as patch:
            sent = []
            patch.setattr(Task, "delay", lambda self, key: sent.append(key))
            assert outbox.send_left() == 1
        assert sent == [0]

    def test_a_task_that_is_no_more_holds_up_nobody(self, base):
        long_ago = clock.now() - timedelta(hours=1)
        Message.objects.create(task="bort.tagen", key=1, written_at=long_ago)
        Message.objects.create(task=scan_document.name, key=0, written_at=long_ago)
        assert outbox.send_left() == 1
        assert Message.objects.get().task == "bort.tagen"


class TestTwice:
    def test_a_message_that_comes_twice_scans_once(self, committed_world):
        document = document_in(committed_world)
        scan_document.delay(document.pk)
        assert Scan.objects.filter(document=document).count() == 1

    def test_and_carries_out_once(self, committed_world):
        job = asked(committed_world.coach)
        tasks.carry_out.delay(job.pk)
        assert Job.objects.get().attempt == 1

    def test_every_task_is_known_by_the_name_that_the_outbox_writes(self):
        for task in (scan_document, tasks.carry_out):
            assert current_app.tasks[task.name].name == task.name
