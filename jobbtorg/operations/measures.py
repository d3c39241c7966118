"""What Prometheus reads: latencies of every process, and what stands in the database just now.

Numbers alone, by kinds that are known beforehand: no case, no unit, no user.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import redis
from amqp import AMQPError
from django.conf import settings
from django.db import Error
from django.db.models import Count, Min
from kombu.exceptions import OperationalError
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from appeals.models import Appeal
from appeals.standing import limits_of_today, pace_of
from cases.models import Case, Document, Paper, Status
from decisions.models import WaitingLetter
from decisions.sending_lists import late as late_of
from integrity.models import Fault
from jobbtorg import clock, replica
from jobbtorg.audit.models import AuditCheck
from jobbtorg.files import keeping
from jobbtorg.jobs.models import UNDER_WAY, Heartbeat, Job, Message
from jobbtorg.operations import parts

Samples = Iterable[tuple[str, float]]


class Standing:
    """What is asked for at each reading; what is away is left out, and told of by its part."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked when it is registered."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge."""
        for name, told, label, ask in GAUGES:
            gauge = GaugeMetricFamily(f"jobbtorg_{name}", told, labels=[label])
            try:
                samples = list(ask())
            except (Error, OSError, redis.RedisError, AMQPError, OperationalError):
                continue
            for value, number in samples:
                gauge.add_metric([value], number)
            yield gauge


def latest() -> bytes:
    """All of it, as Prometheus reads it."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY) + generate_latest(_standing())
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return generate_latest(shared) + generate_latest(_standing())


def _standing() -> CollectorRegistry:
    found = CollectorRegistry()
    found.register(Standing())  # type: ignore[arg-type]
    return found


def part_up() -> Samples:
    """1 for each part that answers."""
    return [(name, float(said == parts.OK)) for name, said in parts.answers().items()]


def queued() -> Samples:
    """Messages that no worker has taken."""
    names = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    if settings.REDIS_IS_BROKER:
        found = redis.Redis.from_url(settings.REDIS_URL, **settings.QUICK)
        return [(name, found.llen(name)) for name in names]
    with parts.broker() as line:
        said = [line.default_channel.queue_declare(name, passive=True) for name in names]
    return [(name, one.message_count) for name, one in zip(names, said, strict=True)]


def waiting() -> Samples:
    """Rows that wait for the worker."""
    yield "outbox", Message.objects.count()
    yield "arbeten", Job.objects.filter(state__in=UNDER_WAY).count()
    yield "virussokning", sum(model.objects.unscanned().count() for model in (Document, Paper))


def oldest() -> Samples:
    """Since when the oldest of them has waited, in seconds."""
    yield "outbox", _age(Message.objects.aggregate(at=Min("written_at"))["at"])
    work = Job.objects.filter(state__in=UNDER_WAY)
    yield "arbeten", _age(work.aggregate(at=Min("asked_at"))["at"])
    files = (model.objects.unscanned() for model in (Document, Paper))
    yield "virussokning", max(_age(row.aggregate(at=Min("uploaded_at"))["at"]) for row in files)


def silence() -> Samples:
    """Seconds since a worker of the queue showed life."""
    return [(row.queue, _age(row.at)) for row in Heartbeat.objects.all()]


def missed() -> Samples:
    """Deadlines that have passed: of open cases by status, of letters, of appeals."""
    today = clock.today()
    rows: Any = Case.objects.open().with_deadline()
    rows = rows.filter(deadline_on__lt=today).order_by()
    late = dict(rows.values_list("status").annotate(n=Count("pk")))
    for status in Status:
        if status != Status.AVSLUTAD:
            yield status.value, late.get(status, 0)
    yield "brev", late_of(WaitingLetter.objects.all()).count()
    limits = limits_of_today()
    appeals = Appeal.objects.to_do().whole()
    yield "overklagande", sum(pace_of(one, limits=limits).due_on < today for one in appeals)


def faults() -> Samples:
    """What the night's check has found and nobody has put right, by promise."""
    rows = Fault.objects.standing().order_by().values_list("promise")
    return list(rows.annotate(n=Count("pk")))


def deviations() -> Samples:
    """Places that deviated at the latest check of history and log."""
    latest_check = AuditCheck.objects.first()
    return [("historik_och_logg", len(latest_check.deviating) if latest_check else 0)]


def behind() -> Samples:
    """How many seconds the copy that figures are read from is behind."""
    if replica.is_there():
        with suppress(replica.Unfit):
            yield "läskopia", replica.standing()[0].total_seconds()


def free() -> Samples:
    """Free bytes where documents lie, where that is a disk."""
    location = getattr(keeping.storage(), "location", None)
    return [("dokument", shutil.disk_usage(location).free)] if location else []


def _age(at: datetime | None) -> float:
    return max((clock.now() - at).total_seconds(), 0) if at else 0


GAUGES: tuple[tuple[str, str, str, Callable[[], Samples]], ...] = (
    ("part_up", "Whether the part answers", "part", part_up),
    ("queue_messages", "Messages that no worker has taken", "queue", queued),
    ("waiting", "Rows that wait for the worker", "what", waiting),
    ("waiting_oldest_seconds", "Since when the oldest has waited", "what", oldest),
    ("worker_silence_seconds", "Since a worker of the queue showed life", "queue", silence),
    ("deadlines_missed", "Deadlines that have passed", "what", missed),
    ("faults", "What the night's check has found", "promise", faults),
    ("audit_deviations", "Places that deviated at the latest check", "what", deviations),
    ("replica_behind_seconds", "How far the copy for figures is behind", "what", behind),
    ("free_bytes", "Free space where documents lie", "what", free),
)
