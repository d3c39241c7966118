"""Holds where each case stands against the rows of law, and works it out anew."""

from collections.abc import Iterable

from django.db import connection

from cases.standing_sql import ALL, UNTRUE


def untrue() -> list[int]:
    """The cases of which something else is kept than the rows of law say; reads every case."""
    with connection.cursor() as cursor:
        cursor.execute(UNTRUE)
        return sorted(pk for (pk,) in cursor.fetchall())


def put_right(cases: Iterable[int]) -> None:
    """Works out anew where these stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_stands(c) FROM unnest(%s::bigint[]) c", [list(cases)])


def stand_all() -> None:
    """Works out where those stand that have no row, since they came past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(ALL)
