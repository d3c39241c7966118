"""A migration beside people at work: it waits for a moment, lets go, and tries anew.

Behind a migration that waits for a lock, everyone else waits too; and one that holds a table and
waits for the next may wait for somebody who waits for it. Then PostgreSQL ends whoever has waited
a second (deadlock_timeout), and that must not be an act. So all tables are taken before anything
is done, and let go unless the last is had within less than that second of the first.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import OperationalError, transaction
from django.db.migrations import Migration, operations
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import resolve_relation
from django.dispatch import Signal
from psycopg.errors import DeadlockDetected, LockNotAvailable

applied = Signal()  # migration: one that is applied, in its transaction where it has one
gave_up = Signal()  # migrate has failed: who has stepped aside for it may come back

FIRST = 1800  # ms, holding nothing; longer than a second, so that an autovacuum is sent away
BUDGET = 800  # ms, from when the first is had; less than a second, which an act may wait
TRIES = 10  # to take its tables; and WHOLE times all of it, for what else may be in the way
WHOLE = 3
PAUSE = 2.0  # seconds between them, with chance in it

# They hold nobody up and nobody waits behind them, so they may wait for each old transaction; cut
# off in the middle, the first leaves an index that is kept up and never read.
IN_PEACE = AddIndexConcurrently | RemoveIndexConcurrently | ValidateConstraint
IN_WORDS = operations.AlterModelOptions | operations.AlterModelManagers  # nothing in PostgreSQL
LEFT = "SELECT indexrelid::regclass::text FROM pg_index WHERE indexrelid = to_regclass(%s)"
OUR_TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'p') AND NOT relispartition AND relname = ANY(%s)"""
CHANGED, POINTED_AT = "ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE"  # modes, as PostgreSQL takes them
WORD = re.compile(r"[a-z_][a-z0-9_]+")

apply = Migration.apply  # Django's


def tables_first(
    tell: Callable[[], None],
    migration: Migration,
    state: ProjectState,
    schema_editor: Any,
    collect_sql: bool = False,
) -> ProjectState:
    """Applies it, when all tables that it changes are its own until it is done.

    Tells each time that somebody else had one.
    """
    if migration.atomic and not collect_sql:
        take(schema_editor.connection, dict(tables_of(migration, state)), tell)
    after = apply(migration, state, schema_editor, collect_sql)
    if not collect_sql:
        applied.send(sender=Migration, migration=migration)
    return after


def tables_of(migration: Migration, state: ProjectState) -> Iterator[tuple[str, str]]:
    """What it changes, and what a foreign key of its will point at, with the lock for each.

    The stronger lock comes last, also for a table that is told twice.
    """
    app, todo = migration.app_label, _one_by_one(migration.operations)
    found = [one for one in todo if not isinstance(one, IN_PEACE | IN_WORDS)]
    for one in found:
        fields = [field for _, field in getattr(one, "fields", None) or []]
        for field in [*fields, getattr(one, "field", None)]:
            if getattr(field, "remote_field", None):
                key = resolve_relation(field.remote_field.model, app, _name(one))
                yield _table(state, *key), POINTED_AT
    for one in found:
        if isinstance(one, operations.RunSQL):
            yield from ((word, CHANGED) for word in WORD.findall(str(one.sql)))
        elif _name(one):
            yield _table(state, app, _name(one)), CHANGED


def _one_by_one(todo: Any) -> Iterator[Any]:
    for one in todo:
        if isinstance(one, operations.SeparateDatabaseAndState):
            yield from _one_by_one(one.database_operations)
        else:
            yield one


def _name(operation: Any) -> str:
    return str(getattr(operation, "model_name", "") or getattr(operation, "name", "") or "").lower()


def _table(state: ProjectState, app: str, name: str) -> str:
    model = state.models.get((app, name))
    return str(model and model.options.get("db_table") or f"{app}_{name}")


def take(line: Any, tables: dict[str, str], tell: Callable[[], None]) -> None:
    """Locks those that are there until the transaction ends. Raises OperationalError.

    None is held between two tries: a transaction that is rolled back to a savepoint lets go of
    what it has locked since. Who was in the way last time is waited for first.
    """
    with line.cursor() as cursor:
        cursor.execute(OUR_TABLES, [list(tables)])
        order = [name for (name,) in cursor.fetchall()]
        patiently(lambda: _take_all(line, cursor, order, tables), TRIES, tell)
        set_patience(cursor, BUDGET)


def _take_all(line: Any, cursor: Any, order: list[str], tables: dict[str, str]) -> None:
    until = None
    with transaction.atomic(using=line.alias):
        for name in tuple(order):
            order.remove(name)
            order.insert(0, name)
            left = FIRST if until is None else max(1, int((until - time.monotonic()) * 1000))
            set_patience(cursor, left)
            cursor.execute(f'LOCK TABLE "{name}" IN {tables[name]} MODE')
            until = until or time.monotonic() + BUDGET / 1000


def patiently(attempt: Callable[[], Any], tries: int, tell: Callable[[], None]) -> Any:
    """What the attempt gives; it is made anew while others are in the way, after telling.

    Raises OperationalError after the last try.
    """
    for _ in range(1, tries):
        try:
            return attempt()
        except OperationalError as error:
            if not in_the_way(error):
                raise
        tell()
        time.sleep(PAUSE * (0.5 + secrets.randbelow(1000) / 1000))
    return attempt()


def in_the_way(error: OperationalError) -> bool:
    """Whether somebody else held what the migration needed."""
    return isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


def prepare(cursor: Any, migration: Migration) -> None:
    """Its patience; and an index of its own that was left by one that died is away.

    Half-made, or whole where PostgreSQL went on alone: that it was made has not been noted.
    """
    set_patience(cursor, patience_for(migration))
    for one in migration.operations:
        if isinstance(one, AddIndexConcurrently):
            cursor.execute(LEFT, [one.index.name])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX CONCURRENTLY {name}")


def patience_for(migration: Migration) -> int:
    """How many ms it may wait for a lock that is not taken first; 0 is for ever."""
    return 0 if all(isinstance(one, IN_PEACE) for one in migration.operations) else BUDGET


def set_patience(cursor: Any, ms: int) -> None:
    """For the session's statements from here on."""
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{ms}ms"])
