"""Figures are read from a copy of the database that follows it, where there is one (ADR 28).

Acts, worklists and all else read the database itself. What is asked here waits a moment for the
copy to come as far as the database was when the page was asked for: so who has just written sees
it counted. A copy that does not come so far is told of by its time, and one that is away, or far
behind, is not asked at all.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

ALIAS = "replica"
PATIENCE = 0.5  # seconds to wait for the copy to come as far
PAUSE = 0.02
TOLD = timedelta(seconds=5)  # older than that, and the page says so
FAR = timedelta(minutes=5)  # older than that, and the database itself is asked
ASKED_AGAIN = 30.0  # seconds until a copy that was away is asked anew

logger = logging.getLogger(__name__)
Found = TypeVar("Found")
_asked: ContextVar[str] = ContextVar("asked", default=DEFAULT_DB_ALIAS)
_away_until = float("-inf")


class Unfit(Exception):
    """The copy answers, but is not to be read; the message is the word for it, in Swedish."""


@dataclass(frozen=True)
class Read(Generic[Found]):
    """What was found, and as of when where that is some time ago."""

    found: Found
    as_of: datetime | None = None


def is_there() -> bool:
    """Whether the settings name a copy."""
    return ALIAS in connections.databases


def connection() -> Any:
    """Where the question that is under way is asked."""
    return connections[_asked.get()]


def read(question: Callable[[], Found], *, exact: bool = False) -> Read[Found]:
    """All of the question from one place: it only reads, and may be asked once more.

    exact: for what leaves the house. A copy that is behind is then not asked.
    """
    global _away_until
    if not is_there() or time.monotonic() < _away_until:
        return Read(question())
    try:
        behind, as_of = standing()
        if not behind or not exact:
            return Read(_by_copy(question), as_of if behind >= TOLD else None)
    except (Unfit, InterfaceError, OperationalError) as error:
        logger.warning("The replica is not read: %s", type(error).__name__)
        _away_until = time.monotonic() + ASKED_AGAIN
    return Read(question())


@contextmanager
def _closed_when_broken() -> Iterator[None]:
    """A line that has died is not kept: the next question makes a new one."""
    try:
        yield
    except (InterfaceError, OperationalError):
        connections[ALIAS].close()
        raise


def _by_copy(question: Callable[[], Found]) -> Found:
    token = _asked.set(ALIAS)
    try:
        with _closed_when_broken():
            return question()
    finally:
        _asked.reset(token)


def standing() -> tuple[timedelta, datetime | None]:
    """How far the copy is behind, and as of when: nothing, once it has come as far as we were.

    Raises Unfit, or the error of a copy that does not answer.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()::text, clock_timestamp()")
        here, now = cursor.fetchone()
    until = time.monotonic() + PATIENCE
    while True:
        follows, is_as_far, as_of = _position(here)
        if not follows:
            raise Unfit("följer inte databasen")
        if is_as_far:
            return timedelta(), as_of
        if time.monotonic() > until:
            break
        time.sleep(PAUSE)
    if as_of is None or now - as_of > FAR:
        raise Unfit("ligger för långt efter")
    return now - as_of, as_of


def _position(here: str) -> tuple[bool, bool, datetime | None]:
    """Whether the copy follows at all, has come as far as that, and when it was as it is."""
    with _closed_when_broken(), connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false),"
            " pg_last_xact_replay_timestamp()",
            [here],
        )
        follows, is_as_far, as_of = cursor.fetchone()
    return follows, is_as_far, as_of


class OnlyRead:
    """Django's router: nothing is ever migrated in the copy, and all else goes where it is told."""

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool | None:
        """Never there."""
        return False if db == ALIAS else None
