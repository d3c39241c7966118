"""Counts the figures ahead: each case that was touched is counted anew, and no other is read.

Who shows a figure first has what is left counted; so a figure is always of now (docs/adr/0030).
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction

from followup.figures.known import known
from followup.figures.registry import FIGURES, Figure
from followup.models import FigureStale
from jobbtorg.once import once

KEPT = [figure for figure in FIGURES.values() if figure.is_kept]
FEW = 500  # so many marks are counted while a page waits; more are the worker's
MANY = 5000  # so many the worker counts in one transaction
ONE_AT_A_TIME = 20260727  # the advisory lock: two that count the same case would count it twice
ALIKE = "figure, unit_id, target_id, gender, age, part, value"
TAKE = """
    DELETE FROM followup_figurestale WHERE id IN (
        SELECT id FROM followup_figurestale ORDER BY id LIMIT %s)
    RETURNING case_id, contact_id
"""
TOUCHED = """(contact_id = ANY(%(contacts)s)
    OR case_id = ANY(%(cases)s) AND contact_id IS NULL)"""
COUNT = f"""
    INSERT INTO followup_figurecount AS c ({ALIKE}, month, n)
    SELECT {ALIKE}, date_trunc('month', day)::date, {{sign}} count(*)
    FROM followup_figurefact WHERE {{which}}
    GROUP BY {ALIKE}, 8
    ON CONFLICT (figure, month, unit_id, target_id, gender, age, part, value)
    DO UPDATE SET n = c.n + excluded.n
"""
FORGET = f"DELETE FROM followup_figurefact WHERE {TOUCHED}"
WRITE = """
    INSERT INTO followup_figurefact (figure, case_id, contact_id, day, part, value, unit_id,
        target_id, gender, age)
    SELECT %(figure)s, case_id, contact_id, day, part, value, unit_id, target_id, gender, age
    FROM grouped
"""
# A fact is of its own day, whichever period is asked for; what is known is known now.
EVER = {
    "first": date(1900, 1, 1),
    "last": date(9998, 12, 31),
    "as_of": date(9998, 12, 31),
    "moment": datetime(9999, 1, 1, tzinfo=UTC),
}


def is_counted() -> bool:
    """Whether what is counted ahead holds now; counts what little is left first.

    False where much is left, as after a migration: the figure is then worked out as it is asked.
    """
    return once(("figures are counted",), _is_counted)


def _is_counted() -> bool:
    left = FigureStale.objects.order_by()[: FEW + 1].count()
    if left > FEW:
        return False
    if left:
        count_some(FEW)
    return True


@transaction.atomic
def recount() -> None:
    """Counts everything anew: for rows that were written past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        for table in ("followup_figurestale", "followup_figurecount", "followup_figurefact"):
            cursor.execute(f"DELETE FROM {table}")
        for figure in KEPT:
            cursor.execute(
                known(figure, now=True, own=figure.kept_sql) + WRITE, EVER | {"figure": figure.key}
            )
        cursor.execute(COUNT.format(sign="", which="true"))


def count_all() -> None:
    """Counts all that is left, some at a time."""
    while count_some(MANY):
        pass


@transaction.atomic
def count_some(most: int) -> int:
    """Counts the cases of so many marks anew, at most; how many marks there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute(TAKE, [most])
        marks = cursor.fetchall()
        if not marks:
            return 0
        touched: dict[str, Any] = {
            "cases": sorted({case for case, _ in marks if case}),
            "contacts": sorted({contact for _, contact in marks if contact}),
        }
        cursor.execute(COUNT.format(sign="-", which=TOUCHED), touched)
        cursor.execute(FORGET, touched)
        for figure in KEPT:
            cursor.execute(_written(figure), touched | EVER | {"figure": figure.key})
        cursor.execute(COUNT.format(sign="", which=TOUCHED), touched)
    return len(marks)


def _written(figure: Figure) -> str:
    """The statement that writes the facts of the figure for the cases that were touched."""
    key, keys = ("contact_id", "contacts") if figure.of_contacts else ("case_id", "cases")
    own = f"SELECT o.* FROM ({figure.kept_sql}) o WHERE o.{key} = ANY(%({keys})s)"
    return known(figure, now=True, own=own) + WRITE
