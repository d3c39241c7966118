"""A worker is killed by kill -9 in the middle of each task; done anew, each is done once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from cases.models import (
    CaseUserObjectPermission,
    Document,
    DocumentCheck,
    Note,
    Paper,
    PaperScan,
    Reminder,
    Scan,
)
from decisions.models import LetterCheck
from followup.figures.counting import ALIKE, recount
from followup.models import FigureCount, FigureStale
from integrity.models import Fault
from jobbtorg import clock
from jobbtorg.audit.models import AuditCheck, Seal
from jobbtorg.audit.tables import log_tables
from jobbtorg.audit.verifying import verify
from jobbtorg.celery import app
from jobbtorg.jobs import outbox
from jobbtorg.jobs.models import Heartbeat, Job, Message
from tests.audit.helpers import as_owner
from tests.cases.helpers import sql
from tests.jobs.kinds import finished

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

current_app.loader.import_default_modules()  # as a worker does
PROTECTED = "200203152390"


def someone_to_remind(world):
    world.coach.email = "coach@jobbtorg.example"
    world.coach.save()


def a_chef_who_is_not_named(world):
    world.started(PROTECTED, protection="skyddad_folkbokforing")
    assert world.chef
    as_owner("DELETE FROM cases_caseuserobjectpermission")


def long_work(world, **told):
    """Long work that is done, put back by the database's owner to how it is told."""
    job = finished(world.coach)
    columns = ", ".join(f"{name} = {value}" for name, value in told.items())
    as_owner(f"UPDATE jobs_job SET {columns} WHERE id = %s", job.pk)


def work_that_waits(world):
    long_work(
        world, state="'vantar'", key="''", sha256="''", ended_at="NULL", attempt="0",
        heartbeat="heartbeat - interval '1 hour'",
    )  # fmt: skip


def work_that_is_old(world):
    long_work(world, ended_at="ended_at - interval '1 year'")


def a_session_that_has_ended(world):
    Session.objects.create(session_key="x" * 32, expire_date=clock.now() - timedelta(days=1))


def a_month_that_is_missing(world):
    sql(f'DROP TABLE "{LAST_MONTH[0]}"')


def a_paper(world):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "send", lambda row: False)
        world.paper(scanned=False)


def reminded():
    """How often whoever has been reminded most of one thing has been."""
    told = Reminder.objects.values_list("user", "case", "kind", "day", "stage")
    return max(Counter(told).values(), default=0)


def counted():
    """1 where no mark is left and what is counted is what a count from the beginning gives."""
    found = set(FigureCount.objects.filter(n__gt=0).values_list(*ALIKE.split(", "), "month", "n"))
    left = FigureStale.objects.count()
    recount()
    anew = set(FigureCount.objects.filter(n__gt=0).values_list(*ALIKE.split(", "), "month", "n"))
    return int(not left and bool(anew) and found == anew)


LAST_MONTH: list[str] = []  # found when the city is made
# Each task, the table in which it is held up, how often its work is there when all is done, and
# what it needs more than the city has.
TASKS = {
    "decisions.tasks.verify_letters": (
        "decisions_lettercheck",
        lambda: LetterCheck.objects.count(),
        None,
    ),
    "cases.tasks.verify_documents": (
        "cases_documentcheck",
        lambda: DocumentCheck.objects.count(),
        None,
    ),
    "cases.tasks.sign_overdue_notes": (
        "cases_historicalnote",
        lambda: Note.objects.exclude(signed_at=None).count(),
        None,
    ),
    "cases.tasks.scan_waiting": ("cases_scan", lambda: Scan.objects.count(), None),
    "cases.tasks.scan_document": ("cases_scan", lambda: Scan.objects.count(), None),
    "cases.tasks.scan_paper": ("cases_paperscan", lambda: PaperScan.objects.count(), a_paper),
    "cases.tasks.remind": ("cases_reminder", reminded, someone_to_remind),
    "cases.tasks.name_new_chefs": (
        "cases_caseuserobjectpermission",
        lambda: CaseUserObjectPermission.objects.filter(user__username="chef-farsta").count(),
        a_chef_who_is_not_named,
    ),
    "jobbtorg.audit.tasks.seal": ("audit_seal", lambda: int(Seal.objects.exists()), None),
    "jobbtorg.audit.tasks.verify_audit": (
        "audit_auditcheck",
        lambda: AuditCheck.objects.count(),
        None,
    ),
    "jobbtorg.audit.tasks.make_months": (
        "audit_accesslog",
        lambda: log_tables().count(LAST_MONTH[0]),
        a_month_that_is_missing,
    ),
    "followup.tasks.count_figures": ("followup_figurefact", counted, None),
    "integrity.tasks.check_integrity": ("integrity_fault", lambda: Fault.objects.count(), None),
    "jobbtorg.jobs.tasks.send_left": ("jobs_message", lambda: 1 - Message.objects.count(), None),
    "jobbtorg.jobs.tasks.show_life": ("jobs_heartbeat", lambda: Heartbeat.objects.count(), None),
    "jobbtorg.jobs.tasks.hand_on": (
        "jobs_job",
        lambda: Job.objects.filter(state="klart", attempt=1).count(),
        work_that_waits,
    ),
    "jobbtorg.jobs.tasks.clear_old": (
        "jobs_job",
        lambda: Job.objects.filter(state="borttaget", key="").count(),
        work_that_is_old,
    ),
    "jobbtorg.organisation.tasks.clear_sessions": (
        "django_session",
        lambda: 1 - Session.objects.filter(expire_date__lt=clock.now()).count(),
        a_session_that_has_ended,
    ),
}
ELSEWHERE = {
    # killed at every step of its work by a test of its own
    "jobbtorg.jobs.tasks.carry_out": "tests/jobs/test_killed_worker.py",
    # one transaction, which a test of its own ends in the middle
    "jobbtorg.demo.tasks.reset": "tests/platform/test_practice.py",
}
ARGUMENTS = {
    "jobbtorg.jobs.tasks.show_life": lambda: ("celery",),
    "cases.tasks.scan_document": lambda: (Document.objects.get().pk,),
    "cases.tasks.scan_paper": lambda: (Paper.objects.get().pk,),
}


def test_no_task_is_left_out():
    ours = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert ours == {*TASKS, *ELSEWHERE}
    for name, path in ELSEWHERE.items():
        assert name.rpartition(".")[2] in (configured.BASE_DIR / path).read_text()


@pytest.fixture
def city(committed_world, settings, tmp_path, name):
    """Something for the task to do, and documents that a worker reaches."""
    LAST_MONTH[:] = [max(table for table in log_tables() if table[-1].isdigit())]
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
    prepare = TASKS[name][2]
    if prepare:
        prepare(committed_world)
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
    table, count, _ = TASKS[name]
    arguments = ARGUMENTS.get(name, tuple)()
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
