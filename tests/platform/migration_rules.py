"""Whether a migration may be applied while the release before it still runs: docs/operations.md.

A release is migrated first and started after, so for a while old code reads and writes the new
tables; and no statement may keep people waiting behind its lock.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

# What a release takes away was left unused by the one before it: then it stands in EXCEPTIONS.
TAKEN_AWAY = (
    operations.RemoveField,
    operations.DeleteModel,
    operations.RenameField,
    operations.RenameModel,
    operations.AlterModelTable,
)
SMALL = {"rulebook", "organisation", "calendar", "integrity"}  # apps whose tables are soon read
BARRED = re.compile(
    r"\bDROP\s+(COLUMN|TABLE)\b|\bRENAME\b|\bSET\s+NOT\s+NULL\b|\bLOCK\s+TABLE\b"
    r"|\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)|\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b",
    re.IGNORECASE,
)
Found = Iterator[str]


def breaches(migration: Migration, before: ProjectState, old: set[tuple[str, str]]) -> Found:
    """Each thing in it that old code or a waiting person would suffer from.

    before: the state that it is applied to. old: the models that were there at the baseline.
    """
    state = before.clone()
    for operation in migration.operations:
        for told in _of(operation, migration, state, old):
            yield f"{migration.app_label}.{migration.name}: {told}"
        operation.state_forwards(migration.app_label, state)


def _of(operation: Any, migration: Migration, state: ProjectState, old: Any) -> Found:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from _of(inner, migration, state, old)
        return
    app = migration.app_label
    name = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    if isinstance(operation, TAKEN_AWAY):
        yield f"{operation.describe()}: the release before still uses it"
    elif isinstance(operation, operations.RunPython):
        yield "RunPython moves rows: say how many, and that it goes in pieces"
    elif isinstance(operation, operations.RunSQL):
        yield from _of_sql(operation)
    elif (app, str(name).lower()) in old:
        yield from _of_field(operation, app, state)
        if app not in SMALL:
            yield from _of_index(operation, migration)


def _of_sql(operation: Any) -> Found:
    text = operation.sql if isinstance(operation.sql, str) else " ".join(map(str, operation.sql))
    for found in BARRED.finditer(text):
        yield f"RunSQL: {found.group(0).strip()}"


def _of_field(operation: Any, app: str, state: ProjectState) -> Found:
    """Columns of a table that was there before."""
    if isinstance(operation, operations.AddField):
        field = operation.field
        given = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
        if not given:
            yield f"{operation.describe()}: old code gives it no value (null or db_default)"
    elif isinstance(operation, operations.AlterField):
        was = state.models[app, operation.model_name_lower].fields[operation.name]
        if was.null and not operation.field.null:
            yield f"{operation.describe()}: NOT NULL on a column that old code leaves empty"
        if not _is_as_wide(was, operation.field):
            yield f"{operation.describe()}: another type"
        indexed = ("db_index", "unique")
        if any(getattr(operation.field, n) and not getattr(was, n) for n in indexed):
            yield f"{operation.describe()}: an index that is not made CONCURRENTLY"


def _is_as_wide(was: Any, now: Any) -> bool:
    """Whether the column stays as it is, or takes longer text: neither rewrites the table."""
    if was.is_relation or now.is_relation:
        return was.is_relation and now.is_relation
    if isinstance(was, models.CharField) and type(now) in (models.CharField, models.TextField):
        return (now.max_length or 10**9) >= (was.max_length or 10**9)
    return was.db_type(connection) == now.db_type(connection)


def _of_index(operation: Any, migration: Migration) -> Found:
    """Indexes and constraints of a table that may be large."""
    if isinstance(operation, AddIndexConcurrently):
        if migration.atomic:
            yield f"{operation.describe()}: atomic = False is missing"
    elif isinstance(operation, operations.AddIndex):
        yield f"{operation.describe()}: not CONCURRENTLY"
    elif isinstance(operation, operations.AddConstraint):
        if not isinstance(operation, AddConstraintNotValid):
            yield f"{operation.describe()}: not NOT VALID first, or its index not CONCURRENTLY"
    elif isinstance(operation, operations.AlterUniqueTogether | operations.AlterIndexTogether):
        yield f"{operation.describe()}: an index that is not made CONCURRENTLY"
