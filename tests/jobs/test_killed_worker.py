"""A worker is killed in the middle, by kill -9; another finishes the work, exactly once."""

import io
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
from django.conf import settings
from django.db import connection
from openpyxl import load_workbook

from followup.figures.registry import FIGURES
from followup.figures.whole_year import WHOLE_YEAR
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.celery import app
from jobbtorg.files import keeping
from jobbtorg.jobs import tasks
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.models import Job
from tests.jobs.kinds import BYTES, asked

pytestmark = pytest.mark.slow
STEPS = 12
PATIENCE = 90  # seconds, for a program to start on a busy machine


@pytest.fixture
def queue(settings, tmp_path, monkeypatch):
    """A queue of the test's own over the test's Redis, and documents that a worker reaches too."""
    name = f"prov-{uuid4().hex}"
    where = settings.STORAGES["documents"] | {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = settings.STORAGES | {"documents": where}
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    send = tasks.carry_out.apply_async
    monkeypatch.setattr(tasks.carry_out, "delay", lambda *told: send(told, queue=name))
    return name


@pytest.fixture
def worker(queue, tmp_path):
    """Starts a worker of the queue; what runs at the end is stopped by its number."""
    started = []

    def start():
        database = urlsplit(os.environ["DATABASE_URL"])
        database = database._replace(path=f"/{connection.settings_dict['NAME']}")
        environment = os.environ | {
            "DATABASE_URL": database.geturl(),
            "DOCUMENT_STORAGE": '{"BACKEND": "django.core.files.storage.FileSystemStorage",'
            f' "OPTIONS": {{"location": "{tmp_path}"}}}}',
            "SECRET_KEY": settings.SECRET_KEY,
        }
        command = [sys.executable, "-m", "celery", "-A", "jobbtorg.celery:app", "worker"]
        command += ["-P", "solo", "-Q", queue, "-I", "tests.jobs.kinds", "-l", "warning"]
        with (tmp_path / f"worker-{len(started)}.log").open("wb") as log:
            program = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
            )
        started.append(program)
        return program

    yield start
    for program in started:
        if program.poll() is None:
            program.kill()
            program.wait()


def until(what, job, worker):
    """Waits until the work is as `what` says; the worker lives meanwhile."""
    for _ in range(PATIENCE * 10):
        job.refresh_from_db()
        if what(job):
            return
        assert worker.poll() is None, "the worker has stopped by itself"
        time.sleep(0.1)
    raise AssertionError(f"{job.get_state_display()}, {job.done} of {job.total}")


@contextmanager
def held_up(table):
    """Whoever reads the table waits meanwhile: the worker stands still there, half-way."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.rollback()
        other.close()


def test_a_worker_killed_in_the_middle_of_a_report_leaves_it_to_be_finished_once(
    committed_world, queue, worker
):
    first, chef = worker(), committed_world.chef
    told = {"period": str(clock.today().year), "enhet": "", "per": str(clock.today())}
    tables = [figure for figure in FIGURES.values() for _ in figure.dimensions]
    before = tables.index(FIGURES["logguppfoljning"])  # of units, so it is not counted ahead
    with held_up("review_logreview"):
        job = start(WHOLE_YEAR, told | {"form": "xlsx"}, by=chef)
        until(lambda row: row.done == before, job, first)
        first.send_signal(signal.SIGKILL)
        assert first.wait() == -signal.SIGKILL
    later = clock.now() + timedelta(minutes=3)
    second = worker()
    with clock.at(later):  # the beat, once PostgreSQL has seen that the first one's line is dead
        until(lambda row: row.lost == 1 or tasks.hand_on(), job, second)
    until(lambda row: not row.is_under_way, job, second)
    assert (job.state, job.attempt, job.lost) == ("klart", 2, 1)
    assert job.done == job.total == len(tables)
    assert AccessLog.objects.filter(what__startswith="Statistik-").count() == 1
    with keeping.fetch(job.key) as content:
        assert len(load_workbook(io.BytesIO(content.read())).sheetnames) == len(FIGURES)


def test_a_killed_workers_work_is_finished_by_another_each_step_once(
    committed_world, queue, worker
):
    first = worker()
    job = asked(committed_world.coach, "prov_rader", steps=STEPS, pause=300)
    until(lambda row: row.done >= 2, job, first)
    first.send_signal(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    job.refresh_from_db()
    assert job.state == "arbetar"
    assert 2 <= job.done < STEPS
    with clock.at(clock.now() + timedelta(minutes=3)):  # what the beat does, when the lease is over
        tasks.hand_on()
    second = worker()
    until(lambda row: not row.is_under_way, job, second)
    assert (job.state, job.attempt, job.lost) == ("klart", 2, 1)
    steps = AccessLog.objects.filter(what__startswith="Steg").order_by("pk")
    assert [row.what for row in steps] == [f"Steg {step}" for step in range(STEPS)]
    assert AccessLog.objects.filter(what="Slut").count() == 1
    with keeping.fetch(job.key) as content:
        assert content.read() == BYTES
    assert Job.objects.count() == 1
