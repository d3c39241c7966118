"""Grows the demo city to any number of cases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import connection

from cases.models import Case
from cases.standing import stand_all
from followup.figures.counting import recount
from jobbtorg.files import keeping
from jobbtorg.scale import copying, indexes, log, moulds, plan
from jobbtorg.scale.columns import FIRST
from jobbtorg.scale.family import history_of, table_of
from jobbtorg.scale.sql import SCHEMA, ask, loudly, quietly, run

Tell = Callable[[str], None]


def grow(cases: int, *, looks: int, workers: int = 2, tell: Tell = lambda _: None) -> None:
    """Copies the cases that there are until they are so many, each with all that belongs to it.

    `looks` is how many times each has been opened. Needs the role that owns the tables and may
    set triggers aside; all is done again from the start if it fails halfway.
    """
    connection.check_constraints()  # what the moulds still wait to be told
    with _undisturbed():
        moulds.make()
        plan.make(cases - Case.objects.count())
        indexes.take_down([table_of(model) for model in _every_table()])
        tell("Kopierar ärendena …")
        copying.copy_all(workers)
        _keep_files()
        _count_on()
        tell("Skriver åtkomstloggen …")
        log.write(looks)
        _set_sequences()
        tell("Bygger index …")
        indexes.put_back(workers)
        run(f"DROP SCHEMA {SCHEMA} CASCADE")
    tell("Räknar statistiken …")
    recount()
    stand_all()
    run("ANALYZE cases_standing")


@contextmanager
def _undisturbed() -> Iterator[None]:
    quietly()
    try:
        yield
    finally:
        loudly()


def _every_table() -> Iterator[object]:
    for model in moulds.everyone():
        yield model
        if history_of(model):
            yield history_of(model)


def _keep_files() -> None:
    """The copies' documents have bytes of their own, as deletions and checks are by key."""
    storage = keeping.storage()
    rows = ask(f"""SELECT t.key, left(t.key, 3) || md5(t.key || c.n)
        FROM {SCHEMA}."t_cases_document" t JOIN {plan.COPY} c ON c.case_id = t._case ORDER BY 1""")
    held, content = "", b""
    for key, new in rows:
        if key != held:
            if not storage.exists(key):
                continue
            with keeping.fetch(key) as file:
                held, content = key, file.read()
        storage.save(new, ContentFile(content))


def _count_on() -> None:
    """Series of numbers go on after the copies', and a list counts its rows."""
    for series, table, number in (
        ("JT", "cases_case", "substr(number, 4, 4) || ':' || substr(number, 9)"),
        ("Beslut", "decisions_decision", "number"),
        ("T", "cases_person WHERE personnummer LIKE 'T%'",
         "substr(personnummer, 2, 4) || ':' || substr(personnummer, 6)"),
    ):  # fmt: skip
        run(f"""INSERT INTO cases_numberseries (series, year, last)
            SELECT '{series}', split_part(n, ':', 1)::int, max(split_part(n, ':', 2)::int)
            FROM (SELECT {number} AS n FROM {table}) f GROUP BY 2
            ON CONFLICT (series, year) DO UPDATE SET last = excluded.last""")
    run("""UPDATE decisions_reportlist l SET total = n FROM (SELECT report_list_id, count(*) AS n
        FROM decisions_reportrow GROUP BY 1) r WHERE r.report_list_id = l.id AND l.total <> n""")


def _set_sequences() -> None:
    """The next key of each table is free."""
    for model in [*FIRST]:
        key = model._meta.pk.column
        run(f"""SELECT setval(pg_get_serial_sequence('"{table_of(model)}"', '{key}'),
            (SELECT coalesce(max("{key}"), 1) FROM "{table_of(model)}"))""")
    run("""SELECT setval(pg_get_serial_sequence('audit_accesslog', 'id'),
        (SELECT coalesce(max(id), 1) FROM audit_accesslog))""")
