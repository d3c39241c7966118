"""Which tables the chain covers: the log's months, every history, all that is written once."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

from jobbtorg.audit.models import AccessLog, Seal

LOG = AccessLog._meta.db_table
SECRET = {"analysis.Salt"}  # behind the pseudonyms: not the application's to read, nor to hash


@dataclass(frozen=True)
class Table:
    """A table in the chain: its name, its key, its columns in order."""

    name: str
    key: str
    columns: tuple[str, ...]


def is_frozen(model: Any) -> bool:
    """Whether PostgreSQL refuses to change or delete its rows."""
    return any(one.name == "append_only" for one in getattr(model._meta, "triggers", []))


def chained_models() -> list[Any]:
    """Every model whose rows are written once, histories too; not the chain itself."""
    models = (m for m in apps.get_models() if m is not Seal and m._meta.label not in SECRET)
    return [m for m in models if is_frozen(m) and not m._meta.proxy]


def followed_models() -> list[Any]:
    """Every model that has a history."""
    return [m for m in apps.get_models() if hasattr(m, "history") and not m._meta.proxy]


def chained() -> list[Table]:
    """The tables by name, the log as its months."""
    found = []
    for model in chained_models():
        columns = tuple(field.column for field in model._meta.concrete_fields)
        names = log_tables() if model is AccessLog else [model._meta.db_table]
        found += [Table(name, model._meta.pk.column, columns) for name in names]
    return sorted(found, key=lambda table: table.name)


def log_tables() -> list[str]:
    """The log's partitions, as they are today."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = %s::regclass ORDER BY 1",
            [LOG],
        )
        return [name for (name,) in cursor.fetchall()]
