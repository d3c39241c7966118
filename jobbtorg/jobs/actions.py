"""Asking for long work, and trying again what has failed."""

from typing import Any

from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.jobs import outbox
from jobbtorg.jobs.kinds import KINDS
from jobbtorg.jobs.models import UNDER_WAY, Job, State
from jobbtorg.jobs.rules import against_trying_again, names_nobody
from jobbtorg.jobs.tasks import carry_out
from jobbtorg.organisation.models import User


@act
def start(kind: str, parameters: dict[str, Any], *, by: User, what: str = "") -> Job:
    """Asks for the work, which a worker begins with after the commit.

    `what` says more of it in the title, as in "Brev att skriva ut, 42 brev". The same work, asked
    for again while it is under way, is the same work. Raises KeyError for a kind that there is
    not, ValueError for parameters that could tell of a person.
    """
    known = KINDS[kind]
    if not names_nobody(parameters):
        raise ValueError(f"{kind}: parameters are keys, days and choices, never a person's data")
    User.objects.select_for_update().get(pk=by.pk)  # two clicks in a row ask once
    same = Job.objects.filter(owner=by, kind=kind, parameters=parameters, state__in=UNDER_WAY)
    found = same.first()
    if found is not None:
        return found
    now = clock.now()
    title = f"{known.title}, {what}" if what else known.title
    job = Job.objects.create(
        kind=kind, title=title, parameters=parameters, owner=by, asked_at=now, heartbeat=now
    )
    _send(job)
    return job


@act
def try_again(job: Job, *, by: User) -> Job:
    """Asks for what has failed once more."""
    job = Job.objects.select_for_update().get(pk=job.pk, owner=by)
    refuse(against_trying_again(job))
    job.state, job.error, job.lost = State.WAITING, "", 0
    job.ended_at = job.seen_at = None
    job.heartbeat = clock.now()
    job.save()
    _send(job)
    return job


def _send(job: Job) -> None:
    """Tells the worker when all is committed."""
    outbox.post(carry_out, job.pk)
