"""A worker is killed by kill -9 in the middle of each task; done anew, each is done once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings as configured
from django.db import connection, transaction

from cases.models import DocumentCheck, Note, Scan
from decisions.models import LetterCheck
from integrity.models import Fault
from jobbtorg import clock
from jobbtorg.audit.models import AuditCheck, Seal
from jobbtorg.audit.verifying import verify
from jobbtorg.celery import app
from jobbtorg.jobs import outbox
from jobbtorg.jobs.models import Heartbeat, Message
from tests.audit.helpers import as_owner
from tests.cases.helpers import sql

# Each run of these leaves a row that stands by itself, also one whose worker died at its end.
CHECKS = {
    "decisions.tasks.verify_letters",
    "cases.tasks.verify_documents",
    "jobbtorg.audit.tasks.verify_audit",
}
BUSY = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND state <> 'idle'"""
PATIENCE = 90  # seconds, for a program to start on a busy machine
DISK = "django.core.files.storage.FileSystemStorage"

# Each task, the table in which it is held up, and how often its work is there when all is done.
TASKS = {
    "decisions.tasks.verify_letters": (
        "decisions_lettercheck",
        lambda: LetterCheck.objects.count(),
    ),
    "cases.tasks.verify_documents": ("cases_documentcheck", lambda: DocumentCheck.objects.count()),
    "cases.tasks.sign_overdue_notes": (
        "cases_historicalnote",
        lambda: Note.objects.exclude(signed_at=None).count(),
    ),
    "cases.tasks.scan_waiting": ("cases_scan", lambda: Scan.objects.count()),
    "jobbtorg.audit.tasks.seal": ("audit_seal", lambda: int(Seal.objects.exists())),
    "jobbtorg.audit.tasks.verify_audit": ("audit_auditcheck", lambda: AuditCheck.objects.count()),
    "integrity.tasks.check_integrity": ("integrity_fault", lambda: Fault.objects.count()),
    "jobbtorg.jobs.tasks.send_left": ("jobs_message", lambda: 1 - Message.objects.count()),
    "jobbtorg.jobs.tasks.show_life": ("jobs_heartbeat", lambda: Heartbeat.objects.count()),
}


@pytest.fixture
def city(committed_world, settings, tmp_path):
    """Something for every task to do, and documents that a worker reaches."""
    where = {"BACKEND": DISK, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"documents": where}
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    with clock.at(clock.now() - timedelta(days=30)):
        case = committed_world.started()
        committed_world.note(case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "send", lambda row: False)
        committed_world.document(case, scanned=False)
    as_owner("DELETE FROM jobs_message")
    with transaction.atomic():
        Message.objects.create(
            task="jobbtorg.jobs.tasks.carry_out", key=0, written_at=clock.now() - timedelta(hours=1)
        )
    # and nobody is chef at the unit: what the check finds
    return committed_world


@pytest.fixture
def worker(city, tmp_path, monkeypatch):
    """A worker of a queue of its own."""
    queue = f"prov-{uuid4().hex}"
    database = urlsplit(os.environ["DATABASE_URL"])
    database = database._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DATABASE_URL": database.geturl(),
        "DOCUMENT_STORAGE": f'{{"BACKEND": "{DISK}", "OPTIONS": {{"location": "{tmp_path}"}}}}',
        "DOCUMENT_SCANNER": "jobbtorg.files.scanners.EicarOnly",
        "SECRET_KEY": configured.SECRET_KEY,
    }
    command = [sys.executable, "-m", "celery", "-A", "jobbtorg.celery:app", "worker"]
    command += ["-P", "solo", "-Q", queue, "-l", "warning"]
    with (tmp_path.parent / f"{queue}.log").open("wb") as log:
        program = subprocess.Popen(
            command, cwd=configured.BASE_DIR, env=environment, stdout=log, stderr=log
        )
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    yield program, queue
    if program.poll() is None:
        program.kill()
        program.wait()


@contextmanager
def held_up(table):
    """Whoever writes in the table waits meanwhile."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.rollback()
        other.close()


def stands_still():
    """Waits until somebody waits for a lock."""
    for _ in range(PATIENCE * 10):
        if sql(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()"
        ):
            return
        time.sleep(0.1)
    raise AssertionError("no worker came as far as that")


@pytest.mark.parametrize("name", TASKS)
def test_each_is_done_once_though_its_first_worker_was_killed_in_the_middle(worker, name):
    program, queue = worker
    table, count = TASKS[name]
    arguments = ("celery",) if name.endswith("show_life") else ()
    with held_up(table):
        current_app.tasks[name].apply_async(arguments, queue=queue)
        stands_still()
        program.send_signal(signal.SIGKILL)
        assert program.wait() == -signal.SIGKILL
    app.conf.task_always_eager = True
    at_most = 2 if name in CHECKS else 1
    for _ in range(100):  # until PostgreSQL has seen that the line is dead
        if not sql(BUSY):
            break
        time.sleep(0.1)
    assert current_app.tasks[name].apply(arguments).state == "SUCCESS"
    assert 1 <= count() <= at_most
    assert verify(beside=False).deviating == []
