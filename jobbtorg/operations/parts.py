"""Each part that the product stands on, asked for real: it answers, or the word for what is wrong.

What is answered names no person, no host and no error text: that is in the log.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from time import monotonic
from typing import Any
from uuid import uuid4

import redis
from celery import current_app
from django.conf import settings
from django.core.files import File
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jobbtorg import clock, replica
from jobbtorg.files import keeping
from jobbtorg.jobs.models import Heartbeat

logger = logging.getLogger("jobbtorg.operations")
SILENT = timedelta(minutes=5)  # without a sign of life for so long the worker or the beat is gone
ASKED_AGAIN = 5.0  # seconds: a storm of questions reaches the parts no more often
PROBE = "drift"  # the folder of what is written only to ask
OK, AWAY = "ok", "svarar inte"


class Wrong(Exception):
    """The part answers, but not as it is to; the message is the word for it."""


@dataclass(frozen=True)
class Part:
    """What it is called, how it is asked, and whether pages can be answered without it."""

    name: str
    ask: Callable[[], None]
    needed: bool


def database() -> None:
    """PostgreSQL answers, and takes what is written."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        if cursor.fetchone()[0] == "on":
            raise Wrong("går bara att läsa")


_migrated = False


def migrations() -> None:
    """All that this release needs is applied; once so, it stays so while the process lives."""
    global _migrated
    if _migrated:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Wrong("migreringar återstår")
    _migrated = True


def queue() -> None:
    """Redis answers."""
    redis.Redis.from_url(settings.REDIS_URL, **settings.QUICK).ping()


def broker() -> Any:
    """A line to the queue, to be used in a with: two seconds at most for who asks."""
    return current_app.connection_for_write().ensure_connection(max_retries=1, timeout=2)


def messages() -> None:
    """The queue answers, where it is not Redis that keeps it."""
    with broker():
        pass


def storage() -> None:
    """Documents can be written, read and taken away."""
    found, what = keeping.storage(), uuid4().hex.encode()
    key = found.save(f"{PROBE}/{uuid4().hex}", File(BytesIO(what)))
    try:
        with found.open(key, "rb") as kept:
            if kept.read() != what:
                raise Wrong("läser inte det som skrevs")
    finally:
        found.delete(key)


def worker() -> None:
    """A worker has done lately what the beat sends every minute."""
    latest = Heartbeat.objects.order_by("-at").first()
    if latest is None or abs(clock.now() - latest.at) > SILENT:  # ahead: the clock was put back
        raise Wrong("inget livstecken")


def copy() -> None:
    """The copy that figures are read from follows the database."""
    try:
        behind, _ = replica.standing()
    except replica.Unfit as unfit:
        raise Wrong(str(unfit)) from None
    if behind >= replica.TOLD:
        raise Wrong("ligger efter")


PARTS: tuple[Part, ...] = (
    Part("databas", database, needed=True),
    Part("migreringar", migrations, needed=True),
    Part("dokument", storage, needed=True),
    Part("redis", queue, needed=False),
    Part("arbetare", worker, needed=False),
)
if settings.REPLICA_URL:
    PARTS += (Part("läskopia", copy, needed=False),)
if not settings.REDIS_IS_BROKER:
    PARTS += (Part("kö", messages, needed=False),)
_answers: tuple[float, dict[str, str]] = (float("-inf"), {})


def answers() -> dict[str, str]:
    """What each part says now, or said within the last seconds."""
    global _answers
    since, said = _answers
    if monotonic() - since > ASKED_AGAIN:
        said = {part.name: _asked(part) for part in PARTS}
        _answers = monotonic(), said
    return said


def is_ready(said: dict[str, str]) -> bool:
    """Whether pages can be answered: without Redis or a worker they can, only some of it later."""
    return all(said[part.name] == OK for part in PARTS if part.needed)


def _asked(part: Part) -> str:
    try:
        part.ask()
    except Wrong as wrong:
        return str(wrong)
    except Exception as error:
        logger.warning("%s does not answer: %s", part.name, type(error).__name__)
        return AWAY
    return OK
