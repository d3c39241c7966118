"""A migration beside people at work: it waits for a moment, lets go, and tries anew."""

import secrets
import time
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import OperationalError
from django.db.migrations import Migration
from django.dispatch import Signal
from psycopg.errors import DeadlockDetected, LockNotAvailable

gave_up = Signal()  # migrate has failed: who has stepped aside for it may come back

# For each lock; behind a migration that waits, everyone else waits too. Where a migration and an
# act wait for each other, PostgreSQL ends whoever has waited a second (deadlock_timeout). With
# less than two seconds that is never the act: before its second is over the migration has been
# ended or has let go. With more than one, an autovacuum that is in the way is sent away.
PATIENCE = "1800ms"
TRIES = 15
PAUSE = 3.0  # seconds between them, with chance in it

# They hold nobody up and nobody waits behind them, so they may wait for each old transaction; cut
# off in the middle, the first leaves an index that is kept up and never read.
IN_PEACE = AddIndexConcurrently | RemoveIndexConcurrently | ValidateConstraint
INVALID = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE NOT indisvalid AND indexrelid = to_regclass(%s)"""


def patiently(attempt: Callable[[], Any], tell: Callable[[int], None]) -> Any:
    """What the attempt gives; it is made anew while others are in the way. Tells the try's number.

    Raises OperationalError after the last try.
    """
    for number in range(2, TRIES + 1):
        try:
            return attempt()
        except OperationalError as error:
            if not in_the_way(error):
                raise
        tell(number)
        time.sleep(PAUSE * (0.5 + secrets.randbelow(1000) / 1000))
    return attempt()


def in_the_way(error: OperationalError) -> bool:
    """Whether somebody else held what the migration needed."""
    return isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


def patience_for(migration: Migration) -> str:
    """How long it may wait for a lock, as lock_timeout says it; 0 is for ever."""
    if migration.atomic or not all(isinstance(one, IN_PEACE) for one in migration.operations):
        return PATIENCE
    return "0"


def prepare(cursor: Any, migration: Migration) -> None:
    """Its patience; and an index of its own that was left half-made by one that died is away."""
    set_patience(cursor, patience_for(migration))
    for one in migration.operations:
        if isinstance(one, AddIndexConcurrently):
            cursor.execute(INVALID, [one.index.name])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX CONCURRENTLY {name}")


def set_patience(cursor: Any, patience: str) -> None:
    """For the session's statements from here on."""
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [patience])
