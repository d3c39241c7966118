"""Asking PostgreSQL itself: the copying is all in SQL."""

from typing import Any

from django.db import connection

SCHEMA = "scale"  # what is worked with lies apart, and is dropped when the city is there


def run(statement: str, *values: Any) -> int:
    """Runs it; how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def ask(question: str, *values: Any) -> list[Any]:
    """Every row of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return list(cursor.fetchall())


def one(question: str, *values: Any) -> Any:
    """The first column of the first row."""
    return ask(question, *values)[0][0]


def quietly() -> None:
    """From here on no trigger fires in this session, foreign keys included. The owner's right.

    The copies are of rows that met every one of them; `checks` and `verify_audit` say so after.
    """
    run("SET session_replication_role = replica")
    run("SET work_mem = '256MB'")
    run("SET maintenance_work_mem = '512MB'")


def loudly() -> None:
    """Triggers fire again."""
    run("RESET session_replication_role")
    run("RESET work_mem")
    run("RESET maintenance_work_mem")
