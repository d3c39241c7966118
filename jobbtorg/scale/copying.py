"""Copies every table: one INSERT … SELECT for each, inside PostgreSQL.

Nothing travels between Python and the server, which COPY would have to: that is what makes it
quick. Indexes are taken down first and built again when the rows are there.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.db import connection

from decisions.models import Decision
from jobbtorg.scale import columns, moulds
from jobbtorg.scale.family import STAFF, columns_of, history_of, links_of, of_a_case, table_of
from jobbtorg.scale.plan import COPY
from jobbtorg.scale.sql import SCHEMA, ask, quietly, run

# The first round's and the first block's staff are those who are there.
ROUNDS = f"(SELECT round - 1 AS n, round, block, round + 1 AS label FROM {SCHEMA}.round)"
BLOCKS = f"""(SELECT DISTINCT block - 1 AS n, 0 AS round, block, block + 1 AS label
    FROM {SCHEMA}.round)"""


def copy_all(workers: int) -> None:
    """Every table and its history."""
    columns.remember()
    run(f"CREATE UNLOGGED TABLE {SCHEMA}.round AS SELECT DISTINCT round, block FROM {COPY}")
    run(f"""CREATE UNLOGGED TABLE {columns.NUMBERS} AS
        SELECT coalesce(max(split_part(number, ':', 2)::bigint), 0) AS last
        FROM decisions_decision""")
    run(f"""CREATE UNLOGGED TABLE {columns.LASTS} AS
        SELECT array_agg(DISTINCT last_name ORDER BY last_name) AS names FROM cases_person""")
    jobs = [partial(run, statement) for model in moulds.everyone() for statement in _of(model)]
    together(jobs, workers)


def _of(model: Any) -> Iterator[str]:
    """The statements that copy the model's rows and their history."""
    name = f'{SCHEMA}."t_{table_of(model)}"'
    _make_template(model, model, name)
    values = _values(model, model, name) | {model._meta.pk.column: columns.key(model)}
    yield from _inserts(model, values, name)
    history = history_of(model)
    if history:
        name = f'{SCHEMA}."t_{table_of(history)}"'
        rows = _make_template(model, history, name)
        told = {"id": columns.key(model), "history_id": columns.key_of_history(history, rows)}
        told["history_tx"] = "pg_current_xact_id()::text::bigint"
        yield from _inserts(history, _values(model, history, name) | told, name)


def _inserts(model: Any, values: dict[str, str], name: str) -> Iterator[str]:
    """For a case's rows one statement; for the staff's one for rounds and one for blocks."""
    into = ", ".join(f'"{column}"' for column in columns_of(model))
    what = ", ".join(values[column] for column in columns_of(model))
    insert = f'INSERT INTO "{table_of(model)}" ({into}) SELECT {what} FROM {name} t'
    if not any(name == f'{SCHEMA}."t_{table_of(one)}"' for one in _staff_tables()):
        yield f"{insert} JOIN {COPY} c ON c.case_id = t._case"
        return
    yield f"{insert} JOIN {ROUNDS} c ON c.round > 0 WHERE t._case = {moulds.ROUND}"
    yield f"{insert} JOIN {BLOCKS} c ON c.block > 0 WHERE t._case = {moulds.BLOCK}"


def _staff_tables() -> list[Any]:
    return [*STAFF, *(history_of(model) for model in STAFF)]


def _make_template(model: Any, source: Any, name: str) -> int:
    """The mould rows with all that their copies need to know; how many they are."""
    kept = [field for field in source._meta.concrete_fields if not columns.is_bytes(field)]
    told = [f't."{field.column}"' for field in kept]
    told += ["m.ord AS _ord", "m.case_id AS _case"]
    joins = [f"JOIN {moulds.mould(model)} m ON m.id = t.id"]
    if source is not model:
        told.append("row_number() OVER (ORDER BY t.history_id) - 1 AS _history_ord")
    if model in of_a_case():
        told.append("k.number AS _number")
        joins.append("JOIN cases_case k ON k.id = m.case_id")
    if model is Decision:
        told.append("dense_rank() OVER (PARTITION BY m.case_id ORDER BY t.id) AS _nth")
    if columns.has_bytes(source):
        told.append("t.pdf IS NOT NULL AS _has_bytes")
    for n, link in enumerate(links_of(source)):
        if link.to in (*STAFF, *of_a_case()):
            joins.append(f'LEFT JOIN {moulds.mould(link.to)} o{n} ON o{n}.id = t."{link.column}"')
            told.append(f'o{n}.ord AS "_o_{link.column}", o{n}.case_id AS "_s_{link.column}"')
    asked = f'SELECT {", ".join(told)} FROM "{table_of(source)}" t {" ".join(joins)}'
    rows = run(f"CREATE UNLOGGED TABLE {name} AS {asked}")
    run(f"ANALYZE {name}")
    return rows


def _values(model: Any, source: Any, name: str) -> dict[str, str]:
    """What each column of a copy says; in a history as in the table itself."""
    links = {link.column: link.to for link in links_of(source)}
    numbered = _numbered(model, source, name)
    return {
        field.column: columns.pointing(field.column, links[field.column])
        if field.column in links
        else columns.said(model, field, field.column in numbered)
        for field in source._meta.concrete_fields
    }


def _numbered(model: Any, source: Any, name: str) -> set[str]:
    """The texts that name their case's number."""
    texts = [f.column for f in source._meta.concrete_fields if columns.is_text(f)]
    if model not in of_a_case() or not texts:
        return set()
    asked = ", ".join(f'bool_or(position(_number in "{text}") > 0)' for text in texts)
    found = ask(f"SELECT {asked} FROM {name}")[0]
    return {text for text, named in zip(texts, found, strict=True) if named}


def together(jobs: Iterable[Callable[[], Any]], workers: int) -> None:
    """Does them all, so many at a time, each worker in a session of its own; with one, in ours."""
    if workers == 1:
        for job in jobs:
            job()
        return

    with ThreadPoolExecutor(workers, initializer=quietly) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()
        for _ in range(workers):
            pool.submit(connection.close)
