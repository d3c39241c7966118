"""Asks PostgreSQL's delegation_chain: the one place where the register is searched."""

from datetime import date

from django.db import connection


def ask(user_id: int, power: str, unit_id: int, day: date) -> tuple[int, int] | None:
    """(appointment, delegation) that lets the user decide for the unit on the day, or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT appointment_id, delegation_id FROM delegation_chain(%s, %s, %s, %s) LIMIT 1",
            [user_id, power, unit_id, day],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def anyone(power: str, unit_id: int, day: date) -> bool:
    """Whether the register lets anyone at all decide for the unit on the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM organisation_user u,"
            " LATERAL delegation_chain(u.id, %s, %s, %s))",
            [power, unit_id, day],
        )
        return bool(cursor.fetchone()[0])
