"""Seals what has been written once, in an order of its own, without any writer waiting for it.

Nothing is written with the row itself. Every few minutes the rows that are new are hashed, table by
table, and the hashes are chained. A row that was given a low number but was committed late is found
by looking below the last seal for as long as a transaction of that time may still be under way.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction

from jobbtorg import clock
from jobbtorg.audit.models import Seal
from jobbtorg.audit.tables import Table, chained

BATCH = 10_000  # rows of a seal: what is held in memory at once
# Between a row's number and its transaction's there is no time to speak of; a minute is plenty.
MARGIN = timedelta(minutes=1)
LOCK = 7_305_001  # pg_advisory_xact_lock: one sealer at a time

# How a row is written out must not follow from who asks.
PLAIN = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"""


# The oldest transaction of anybody else that is under way: what one wrote oneself, one sees, and
# what is known to be of another database on the server writes nothing here.
OTHERS = """
SELECT coalesce((SELECT min(id::text::bigint) FROM pg_snapshot_xip(now) id
    WHERE id::xid NOT IN (SELECT backend_xid FROM pg_stat_activity
        WHERE datname <> current_database() AND backend_xid IS NOT NULL)),
    pg_snapshot_xmax(now)::text::bigint) FROM pg_current_snapshot() now"""


def leaf(columns: Any, alias: str = "t") -> str:
    """SQL for what a row hashes to, by the columns in this order."""
    named = ", ".join(f'{alias}."{column}"' for column in columns)
    return f"sha256(convert_to(ROW({named})::text, 'UTF8'))"


@transaction.atomic
def seal() -> int:
    """Seals every row that is not sealed; how many they were. Two at once take turns."""
    begin()
    ((oldest,),) = ask(OTHERS)
    return sum(_seal_table(table, oldest) for table in chained())


def begin() -> None:
    """For the rest of the transaction no other seals, and rows are written out in one way."""
    ask("SELECT pg_advisory_xact_lock(%s)", LOCK)
    plainly()


def plainly() -> None:
    """For the rest of the transaction rows are written out in one way."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN)


def ask(question: str, *values: Any) -> list[Any]:
    """Every row of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def settled_key(name: str) -> int:
    """The number at and below which every row of the table that was to come is sealed.

    So it is with what was sealed a minute before some seal, when the run of a third began after
    the end of every transaction that was under way at that one, and so saw all that they wrote.
    """
    found = ask(
        """SELECT max(last_key) FROM audit_seal WHERE "table" = %s AND sealed_at <= (
            SELECT r.sealed_at FROM audit_seal r WHERE EXISTS (
                SELECT 1 FROM audit_seal t WHERE t.number > r.number AND t.oldest >= r.horizon)
            ORDER BY r.number DESC LIMIT 1) - %s::interval""",
        name,
        MARGIN,
    )
    return found[0][0] or 0


def _seal_table(table: Table, oldest: int) -> int:
    """The table's new rows, a batch at a time."""
    count = 0
    rows = _unsealed(table)
    while batch := list(islice(rows, BATCH)):
        keys, leaves = [row[0] for row in batch], [bytes(row[1]) for row in batch]
        columns = list(table.columns)
        append(table=table.name, columns=columns, keys=keys, leaves=leaves, oldest=oldest)
        count += len(batch)
    return count


def _unsealed(table: Table) -> Iterator[Any]:
    """(key, hash) of each row without a seal, streamed from PostgreSQL."""
    floor = settled_key(table.name)
    asked = f"""
        SELECT t."{table.key}", {leaf(table.columns)} FROM "{table.name}" t
        WHERE t."{table.key}" > %s AND t."{table.key}" NOT IN (
            SELECT unnest(keys) FROM audit_seal WHERE "table" = %s AND last_key > %s)
        ORDER BY t."{table.key}" """
    with connection.chunked_cursor() as cursor:
        cursor.execute(asked, [floor, table.name, floor])
        while rows := cursor.fetchmany(BATCH):
            yield from rows


def append(**said: Any) -> Seal:
    """One more seal at the end of the chain; the caller holds the lock."""
    last = Seal.objects.order_by("-number").only("number", "hash").first()
    keys = said.setdefault("keys", [])
    ((horizon,),) = ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    row = Seal(
        number=last.number + 1 if last else 1,
        sealed_at=clock.now(),
        last_key=keys[-1] if keys else 0,
        horizon=horizon,
        previous=last.hash if last else "",
        **{"leaves": [], "columns": [], "oldest": 0} | said,
    )
    row.hash = row.hashed()
    row.save(force_insert=True)
    return row


def heads(days: int = 60) -> list[Seal]:
    """The last seal of each day, the latest day first."""
    latest = ask(
        "SELECT max(number) FROM audit_seal"
        " GROUP BY (sealed_at AT TIME ZONE 'Europe/Stockholm')::date ORDER BY 1 DESC LIMIT %s",
        days,
    )
    numbers = [number for (number,) in latest]
    return list(Seal.objects.filter(number__in=numbers).defer("keys", "leaves").order_by("-number"))
