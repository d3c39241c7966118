"""Asks PostgreSQL's delegation_chains: the one place where the register is searched."""

from datetime import date
from typing import Any

from django.db import connection

from jobbtorg.once import once


def ask(user_id: int, power: str, unit_id: int, day: date) -> tuple[int, int] | None:
    """(appointment, delegation) that lets the user decide for the unit on the day, or None."""
    asked = (user_id, power, unit_id, day)
    rows = once(
        ("delegation_chain", *asked),
        lambda: _rows("delegation_chain(%s, %s, %s, %s) LIMIT 1", *asked),
    )
    return (rows[0][0], rows[0][1]) if rows else None


def ask_for_all(power: str, unit_id: int, day: date) -> list[tuple[int, int, int]]:
    """(user, appointment, delegation) of everyone who may decide for the unit on the day."""
    return _rows("delegation_chains(%s, %s, %s)", power, unit_id, day)


def lacks_training(user_id: int, day: date) -> bool:
    """Whether the rulebook asks for training before deciding that the user has not completed."""
    return bool(_rows("lacks_training(%s, %s)", user_id, day)[0][0])


def _rows(function: str, *asked: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}", asked)
        return cursor.fetchall()
