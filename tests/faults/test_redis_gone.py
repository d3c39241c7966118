"""Redis is gone: pages work, nothing that was asked for is lost, and nobody waits for it."""

import time
from contextlib import contextmanager

import pytest
from celery.app.task import Task
from django.core.cache import caches
from django.test import Client
from kombu import Connection

from cases.tasks import scan_document
from jobbtorg import clock
from jobbtorg.jobs import outbox
from jobbtorg.jobs.models import Job, Message
from tests.cases.documents import send
from tests.cases.helpers import in_days, signed_in
from tests.jobs.kinds import asked

NOWHERE = "/nowhere/redis.sock"
SOON = 3.0  # seconds: what a person is to wait at most for what is not there


@contextmanager
def gone(settings):
    """Within this block cache and queue point at a server that is not there."""
    before = settings.CACHES, settings.RATE_LIMITS
    told = settings.CACHES["default"] | {"LOCATION": f"unix://{NOWHERE}"}
    settings.CACHES = {"default": told}
    settings.RATE_LIMITS = {"signin": 3, "search": 3, "page": 3}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Task, "delay", _to_nowhere)
        yield
    settings.CACHES, settings.RATE_LIMITS = before


def _to_nowhere(task, *arguments):
    """As the product sends, to where nobody answers: the library's own error comes back."""
    told = task.app.conf.broker_transport_options
    with Connection(f"redis+socket://{NOWHERE}", transport_options=told) as connection:
        return task.app.send_task(task.name, arguments, connection=connection, retry=False)


def test_the_fault_is_a_real_one(settings, base):
    with gone(settings), pytest.raises(outbox.AWAY):
        scan_document.delay(1)
    with gone(settings), pytest.raises(Exception, match="nowhere|No such file"):
        caches["default"].get("x")


def test_pages_work_and_nobody_waits(settings, world):
    case = world.started()
    browser = signed_in(world.coach)
    with gone(settings):
        begun = time.monotonic()
        for url in ("/", case.get_absolute_url(), "/frister/", "/arbeten/", "/sok/"):
            assert browser.get(url).status_code in (200, 302, 404), url
        assert Client().get("/login/").status_code == 200
        assert time.monotonic() - begun < 6 * SOON


def test_nobody_is_shut_out_because_requests_cannot_be_counted(settings, world):
    browser = signed_in(world.coach)
    with gone(settings):
        assert {browser.get("/").status_code for _ in range(6)} == {200}


def test_a_document_is_taken_in_and_scanned_when_it_is_back(settings, committed_world):
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    case, kind = committed_world.started(), committed_world.code("handlingstyp", "intyg")
    with gone(settings):
        told = {"type": kind.pk}
        answer = send(committed_world.coach, case, ("intyg.txt", b"Ett intyg."), **told)
        assert answer.status_code == 302
    document = case.documents.get()
    assert document.scans.count() == 0
    assert Message.objects.get().key == document.pk
    with in_days(1):
        assert outbox.send_left() == 1
    assert document.scans.count() == 1


def test_long_work_waits_and_is_done_once_when_it_is_back(settings, committed_world):
    with gone(settings):
        job = asked(committed_world.coach)
        assert asked(committed_world.coach) == job
    assert Job.objects.get().state == "vantar"
    with in_days(1):
        assert outbox.send_left() == 1
        assert outbox.send_left() == 0
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("klart", 1)
    assert job.ended_at is not None and job.ended_at > clock.now()
