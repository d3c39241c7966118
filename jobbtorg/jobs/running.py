"""How a worker carries out the work: exactly once, though workers die in the middle."""

import io
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jobbtorg import clock
from jobbtorg.acts import RuleBroken, acting
from jobbtorg.files import keeping
from jobbtorg.jobs.kinds import KINDS, Work
from jobbtorg.jobs.models import Job, State
from jobbtorg.rulebook.models import setting

logger = logging.getLogger("jobbtorg.jobs")
LEASE = timedelta(minutes=2)  # without a sign of life for so long, and unlocked: its worker is gone
RESENT = timedelta(minutes=5)  # a message for what waits is sent anew: the queue may be lost
MOST_LOST = 5  # work that takes its worker with it is not handed on for ever
FAILED = "Något gick fel hos oss. Försök igen. Händer det på nytt, hör av dig till supporten."
LOST = "Arbetet avbröts gång på gång. Försök igen. Händer det på nytt, hör av dig till supporten."


class Overtaken(Exception):
    """Another worker has the work now."""


def run(pk: int) -> None:
    """Carries out the work if it waits; a second message about it does nothing."""
    job = _take(pk)
    if job is None:
        return
    try:
        with acting(job.owner):
            _carry_out(job)
    except Overtaken:
        logger.warning("Job %s was overtaken in attempt %s", job.pk, job.attempt)
    except RuleBroken as broken:
        _fail(job, str(broken))
    except Exception:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        _fail(job, FAILED)


@transaction.atomic
def _take(pk: int) -> Job | None:
    """The work, when nobody has taken it; from the beginning, or from the first step left."""
    rows = Job.objects.select_for_update(skip_locked=True, of=("self",)).select_related("owner")
    job = rows.filter(pk=pk, state=State.WAITING).first()
    if job is None:
        return None
    job.state, job.heartbeat = State.RUNNING, clock.now()
    job.attempt += 1
    known = KINDS.get(job.kind)
    if known is None or not known.resumes:
        job.done = job.total = 0
    job.save()
    return job


def _carry_out(job: Job) -> None:
    known = KINDS[job.kind]
    work = Work(job.owner, job.parameters, job.done, job.total)
    steps = iter(known.run(work))
    while _one_more(job, work, steps):
        pass


@keeping.writes_files
@transaction.atomic
def _one_more(job: Job, work: Work, steps: Iterator[None]) -> bool:
    """One step and its count, or the end and its file: all in one transaction.

    The row is locked meanwhile, so that a long step is never taken for a dead worker.
    """
    held = _held(job)
    try:
        next(steps)
    except StopIteration:
        _finish(held, work)
        return False
    work.done += 1
    held.done, held.total, held.heartbeat = work.done, max(work.total, work.done), clock.now()
    held.save(update_fields=["done", "total", "heartbeat"])
    return True


def _held(job: Job) -> Job:
    """The locked row, while it is this worker's."""
    rows = Job.objects.select_for_update().filter(pk=job.pk, state=State.RUNNING)
    held = rows.filter(attempt=job.attempt).first()
    if held is None:
        raise Overtaken
    return held


def _finish(held: Job, work: Work) -> None:
    """Keeps the file, or where what was made is seen, and says so on the row."""
    assert bool(work.result) != bool(work.page), f"{held.kind} gave no file or page, or both"
    if work.result:
        kept = keeping.keep(io.BytesIO(work.result.content))
        held.key, held.size, held.sha256 = kept.key, kept.size, kept.sha256
        held.file_name, held.content_type = work.result.name, work.result.content_type
    held.page = work.page
    held.done = held.total = max(work.total, work.done)
    held.state, held.ended_at, held.heartbeat = State.DONE, clock.now(), clock.now()
    held.save()


@transaction.atomic
def _fail(job: Job, sentence: str) -> None:
    """Says what went wrong, unless another worker has the work."""
    try:
        held = _held(job)
    except Overtaken:
        return
    held.state, held.error = State.FAILED, sentence[:500]
    held.ended_at = clock.now()
    held.save()


def left_behind() -> list[int]:
    """The work to send a message about: what a lost worker had, and what has waited too long."""
    now = clock.now()
    return [*_lost(now - LEASE), *_forgotten(now - RESENT)]


def _silent_since(before: datetime) -> Q:
    """No sign of life since; one that lies ahead is none: the clock has been put back."""
    return Q(heartbeat__lt=before) | Q(heartbeat__gt=clock.now() + LEASE)


@transaction.atomic
def _lost(before: datetime) -> list[int]:
    """Puts back what a lost worker had. Who is alive and in a step has the row locked."""
    rows = Job.objects.select_for_update(skip_locked=True)
    found = list(rows.filter(_silent_since(before), state=State.RUNNING))
    for job in found:
        job.lost += 1
        job.heartbeat = clock.now()
        job.state = State.WAITING
        if job.lost >= MOST_LOST:
            job.state, job.error, job.ended_at = State.FAILED, LOST, clock.now()
        logger.warning("Job %s lost its worker, for the %s. time", job.pk, job.lost)
        job.save()
    return [job.pk for job in found if job.state == State.WAITING]


@transaction.atomic
def _forgotten(before: datetime) -> list[int]:
    """What waits, and whose message may be lost."""
    rows = Job.objects.select_for_update(skip_locked=True)
    found = list(rows.filter(_silent_since(before), state=State.WAITING))
    for job in found:
        job.heartbeat = clock.now()
        job.save(update_fields=["heartbeat"])
    return [job.pk for job in found]


def clear_old() -> None:
    """Takes away the files that have been kept as long as the rulebook says."""
    before = clock.now() - timedelta(days=days_kept())
    rows = Job.objects.filter(state=State.DONE, page="", ended_at__lt=before)
    for pk in list(rows.values_list("pk", flat=True)):
        _clear(pk)


@transaction.atomic
def _clear(pk: int) -> None:
    job = Job.objects.select_for_update().filter(pk=pk, state=State.DONE).first()
    if job is None:
        return
    key = job.key
    job.state, job.key = State.GONE, ""
    job.save()
    transaction.on_commit(lambda: keeping.remove(key))


def days_kept() -> int:
    """For how many days a file is kept."""
    return int(setting("arbeten_dagar"))
