"""The dictionary, as PostgreSQL itself has it: every view and column with its comment."""

from dataclasses import dataclass

from django.db import connection

from followup.analysis.schema import SCHEMA

ASKED = """
    SELECT c.relname, obj_description(c.oid, 'pg_class'), a.attname,
        format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = to_regnamespace(%s) AND c.relkind = 'v'
    ORDER BY c.relname, a.attnum
"""
TYPES = {
    "bigint": "heltal",
    "boolean": "ja/nej",
    "date": "datum (måndagen i veckan)",
    "integer": "heltal",
}


@dataclass
class Described:
    """A view, what it has a row for, and (column, type, what it holds) in order."""

    name: str
    told: str
    columns: list[tuple[str, str, str]]


def dictionary() -> list[Described]:
    """All that there is in `analys`, described."""
    found: dict[str, Described] = {}
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [SCHEMA])
        for view, told, column, kind, meaning in cursor.fetchall():
            entry = found.setdefault(view, Described(view, told or "", []))
            entry.columns.append((column, TYPES.get(kind, "text"), meaning or ""))
    return list(found.values())
