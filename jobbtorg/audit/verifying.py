"""Holds the database against the chain: which row was changed, taken away or put in between.

All in SQL, table by table, so that a million rows take no memory to speak of. What an app keeps
beside the tables (letters, files) it checks itself, and registers here.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from jobbtorg import clock
from jobbtorg.audit.models import AuditCheck, Seal
from jobbtorg.audit.sealing import ask, leaf, plainly, settled_key
from jobbtorg.audit.tables import LOG, Table, chained, followed_models

MOST = 200  # sentences that a check keeps: more than that is one and the same event
CHECKS: list[Callable[[], Iterable[str]]] = []  # what an app keeps beside the tables

PRINTED = re.compile(r"(^| )\d{1,18} [0-9a-f]{64}$")  # the end of Seal.head
UNREADABLE = (
    "Raden går inte att läsa. Klistra in hela raden: dag, klockslag, nummer och kontrollvärde."
)

logger = logging.getLogger("jobbtorg.audit")


def verify(heads: Iterable[str] = (), *, beside: bool = True) -> AuditCheck:
    """Checks all and keeps the outcome: what deviates, in sentences that name the row.

    `heads` are lines that were printed earlier; without `beside` only tables are read.
    """
    deviating = list(_found(list(heads), beside))
    last = Seal.objects.defer("keys", "leaves").order_by("-number").first()
    row: AuditCheck = AuditCheck.objects.create(
        checked_at=clock.now(),
        checked=ask("SELECT coalesce(sum(cardinality(keys)), 0) FROM audit_seal")[0][0],
        deviating=deviating[:MOST] + [f"… och {len(deviating) - MOST} till."] * _many(deviating),
        head=last.head if last else "",
    )
    if deviating:
        logger.error("The audit deviates in %s places.", len(deviating))
    return row


def _many(deviating: list[str]) -> bool:
    return len(deviating) > MOST


@transaction.atomic
def _found(heads: list[str], beside: bool) -> list[str]:
    """Every deviation, seen in one and the same moment."""
    plainly()
    found = [*chain_breaks(), *head_breaks(heads), *missing_tables()]
    for table in chained():
        found += [*changed_rows(table), *rows_between(table)]
    for model in followed_models():
        found += history_breaks(model)
    if beside:
        found += (sentence for check in CHECKS for sentence in check())
    return found


def chain_breaks() -> Iterator[str]:
    """Seals that do not say what they hash to, or do not follow on the one before."""
    previous, number = "", 0
    for row in Seal.objects.order_by("number").iterator(chunk_size=20):
        if row.number != number + 1:
            yield f"Kedjan: försegling {number + 1} saknas."
        elif row.previous != previous:
            yield f"Kedjan: {_dated(row)} följer inte på den före."
        if row.hashed() != row.hash:
            yield f"Kedjan: {_dated(row)} är ändrad."
        previous, number = row.hash, row.number


def head_breaks(heads: list[str]) -> Iterator[str]:
    """Printed lines that the chain no longer says."""
    for line in heads:
        number, said = line.split()[-2:]
        row = Seal.objects.filter(number=int(number)).defer("keys", "leaves").first()
        if row is None:
            yield f"Kedjan: försegling {number}, som har skrivits ut, finns inte längre."
        elif row.hash != said:
            yield f"Kedjan: {_dated(row)} har ett annat kontrollvärde än det utskrivna."


def line_breaks(line: str) -> list[str]:
    """What is wrong with one printed line: the chain says otherwise, or the seal is changed."""
    if not PRINTED.search(line):
        return [UNREADABLE]
    number = int(line.split()[-2])
    row = Seal.objects.filter(number=number).first()
    if row and row.hashed() != row.hash:
        return [*head_breaks([line]), f"Kedjan: {_dated(row)} är ändrad."]
    return list(head_breaks([line]))


def missing_tables() -> Iterator[str]:
    """Sealed tables that are gone; a month of the log may be, when that is in the chain too."""
    there = {table.name for table in chained()}
    sealed = Seal.objects.filter(kind=Seal.Kind.SEALED).values_list("table", flat=True)
    whole = Seal.objects.filter(kind=Seal.Kind.DROPPED, keys=[])
    dropped = set(whole.values_list("table", flat=True))
    for name in sorted(set(sealed.distinct()) - there):
        if name not in dropped or not name.startswith(f"{LOG}_"):
            yield f"{name}: tabellen är borta."


def changed_rows(table: Table, keys: list[int] | None = None) -> Iterator[str]:
    """Sealed rows that are gone, or hash to something else than when they were sealed."""
    forms = Seal.objects.filter(table=table.name, kind=Seal.Kind.SEALED).order_by()
    for columns in forms.values_list("columns", flat=True).distinct():
        gone = set(columns) - _columns_of(table.name)
        if gone:
            yield f"{table.name}: kolumnen {', '.join(sorted(gone))} är borta; går inte att pröva."
            continue
        for key, there, number in _changed(table, columns, keys):
            what = "är ändrad" if there else "är borttagen"
            row = Seal.objects.defer("keys", "leaves").get(number=number)
            yield f"{table.name}, rad {key}: {what} efter {_dated(row)}."


def _changed(table: Table, columns: list[str], keys: list[int] | None) -> Iterator[Any]:
    """(key, whether it is there, its seal's number) of each."""
    only = "AND last_key >= %s AND keys && %s::bigint[]" if keys is not None else ""
    told: list[Any] = [min(keys, default=0), keys] if keys is not None else []
    one = "s.key = ANY(%s) AND" if keys is not None else ""
    dropped = f"""SELECT unnest(keys) FROM audit_seal
        WHERE "table" = %s AND kind = '{Seal.Kind.DROPPED.value}'"""
    asked = f"""
        SELECT s.key, t."{table.key}" IS NOT NULL, s.number
        FROM (SELECT number, unnest(keys) AS key, unnest(leaves) AS leaf FROM audit_seal
            WHERE "table" = %s AND columns = %s::varchar[] {only}) s
        LEFT JOIN "{table.name}" t ON t."{table.key}" = s.key
        WHERE {one} CASE WHEN t."{table.key}" IS NULL THEN s.key NOT IN ({dropped})
            ELSE {leaf(columns)} <> s.leaf END
        ORDER BY s.number, s.key"""
    with connection.chunked_cursor() as cursor:
        one_by_one = [keys] if told else []
        cursor.execute(asked, [table.name, columns, *told, *one_by_one, table.name])
        yield from iter(cursor.fetchone, None)


def rows_between(table: Table) -> Iterator[str]:
    """Rows without a seal where every row has one: put in afterwards."""
    floor = settled_key(table.name)
    asked = f"""
        SELECT t."{table.key}" FROM "{table.name}" t WHERE t."{table.key}" <= %s
        AND t."{table.key}" NOT IN (SELECT unnest(keys) FROM audit_seal WHERE "table" = %s)
        ORDER BY 1"""
    for (key,) in ask(asked, floor, table.name):
        yield f"{table.name}, rad {key}: är inskjuten efteråt; den saknar försegling."


def history_breaks(model: Any, keys: Iterable[int] | None = None) -> Iterator[str]:
    """Rows that are not as their latest history says, and which columns differ."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.concrete_fields]
    differs = ", ".join(
        f'CASE WHEN t."{name}" IS DISTINCT FROM h."{name}" THEN \'{name}\' END' for name in columns
    )
    theirs, ours = (", ".join(f'{a}."{name}"' for name in columns) for a in "ht")
    only = f'WHERE "{key}" = ANY(%s)' if keys is not None else ""
    asked = f"""
        SELECT coalesce(t."{key}", h."{key}"), t."{key}" IS NULL, h."{key}" IS NULL,
            array_remove(ARRAY[{differs}], NULL)
        FROM (SELECT * FROM "{table}" {only}) t
        FULL JOIN (SELECT DISTINCT ON ("{key}") * FROM "{model.history.model._meta.db_table}" {only}
            ORDER BY "{key}", history_id DESC) h ON h."{key}" = t."{key}"
        WHERE ({theirs}) IS DISTINCT FROM ({ours}) ORDER BY 1"""
    told = [list(keys)] * 2 if keys is not None else []
    for pk, gone, untold, names in ask(asked, *told):
        what = f"{', '.join(names)} är inte som historiken säger"
        if gone or untold:
            what = "är borttagen" if gone else "har ingen historik"
        yield f"{table}, rad {pk}: {what}."


@transaction.atomic
def row_breaks(model: Any, keys: list[int]) -> list[str]:
    """What is wrong with these rows of a model, by the chain and by their history."""
    plainly()
    found = list(history_breaks(model, keys)) if hasattr(model, "history") else []
    for table in chained():
        if table.name == model._meta.db_table:
            found += changed_rows(table, keys)
    return found


def _columns_of(name: str) -> set[str]:
    asked = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
    return {column for (column,) in ask(f"{asked} AND NOT attisdropped", name)}


def _dated(row: Seal) -> str:
    moment = row.sealed_at.astimezone(clock.STOCKHOLM)
    return f"förseglingen {row.number} ({moment:%Y-%m-%d %H:%M})"
