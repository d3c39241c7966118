"""Drops whole months of the log when their time is up, and says so in the chain."""

from datetime import date, datetime, time

from django.db import connection, transaction

from jobbtorg import clock
from jobbtorg.audit import sealing
from jobbtorg.audit.models import Seal
from jobbtorg.audit.months import DEFAULT, named
from jobbtorg.audit.tables import Table, chained, log_tables
from jobbtorg.audit.verifying import changed_rows, rows_between


class NotDropped(Exception):
    """A month was not dropped, and why."""


@transaction.atomic
def drop_before(day: date) -> list[Seal]:
    """Drops the months before the one of that day. Only the owner of the table can.

    What is not as it was sealed is not dropped: it is looked into first. lag (2001:454) 10 §.
    """
    sealing.seal()
    old = {name for name in log_tables() if name != DEFAULT and name < named(day)}
    dropped = [_drop(table) for table in chained() if table.name in old]
    return dropped + [_empty(table, day) for table in chained() if _has_older(table, day)]


def _refuse_changed(table: Table) -> None:
    wrong = [*changed_rows(table), *rows_between(table)]
    if wrong:
        raise NotDropped(" ".join(wrong))


def _drop(table: Table) -> Seal:
    _refuse_changed(table)
    ((count,),) = sealing.ask(f'SELECT count(*) FROM "{table.name}"')
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE "{table.name}"')
    return sealing.append(
        kind=Seal.Kind.DROPPED, table=table.name, told=f"Gallrad, {count} rader. Tiden var ute."
    )


def _has_older(table: Table, day: date) -> bool:
    """Whether rows of months that nobody made are as old as those that are dropped."""
    return table.name == DEFAULT and bool(_older(day))


def _older(day: date) -> list[int]:
    asked = f'SELECT id FROM "{DEFAULT}" WHERE at < %s ORDER BY id'
    return [key for (key,) in sealing.ask(asked, _first_moment(day))]


def _first_moment(day: date) -> datetime:
    """When the month of that day began, by the clock in Stockholm."""
    return datetime.combine(day.replace(day=1), time(), clock.STOCKHOLM)


def _empty(table: Table, day: date) -> Seal:
    """Takes the old rows out of the table that is never dropped whole; their keys are told."""
    _refuse_changed(table)
    keys = _older(day)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{DEFAULT}" DISABLE TRIGGER USER')  # only its owner can
        cursor.execute(f'DELETE FROM "{DEFAULT}" WHERE at < %s', [_first_moment(day)])
        cursor.execute(f'ALTER TABLE "{DEFAULT}" ENABLE TRIGGER USER')
    told = f"Gallrade rader från tiden före {day:%Y-%m}, {len(keys)} stycken. Tiden var ute."
    return sealing.append(kind=Seal.Kind.DROPPED, table=DEFAULT, keys=keys, told=told)
