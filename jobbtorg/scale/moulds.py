"""The moulds: which rows belong to which case of the demo city, each with its place in line.

A row's key in a copy is computed: the table's first free key, plus the copy's number times the
rows that the moulds have, plus the row's place. So no key has to be looked up.
"""

from typing import Any

from cases.models import Case
from jobbtorg.organisation.models import Function, Unit, User
from jobbtorg.scale.family import (
    PULLED,
    STAFF,
    history_of,
    links_of,
    links_to_parents,
    of_a_case,
    table_of,
)
from jobbtorg.scale.sql import SCHEMA, one, run

ROUND, BLOCK = 1, 2  # whose staff is new with each round of cases, and whose with each block


class CrossesCases(Exception):
    """A row belongs to two cases, so that no copy of one case is whole."""


def mould(model: Any) -> str:
    """The table of the model's mould rows: id, case_id, ord."""
    return f'{SCHEMA}."m_{table_of(model)}"'


def make() -> None:
    """Every mould table."""
    run(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    run(f"CREATE SCHEMA {SCHEMA}")
    for model in of_a_case():
        _keep(mould(model), _found(model))
        _check(model)
    _staff()


def _keep(name: str, found: str) -> None:
    """Keeps id, case_id and ord of what is found."""
    ordered = f"SELECT id, case_id, row_number() OVER (ORDER BY id) - 1 AS ord FROM ({found}) f"
    run(f"CREATE UNLOGGED TABLE {name} AS {ordered} WHERE case_id IS NOT NULL")
    run(f"ALTER TABLE {name} ADD PRIMARY KEY (id)")
    run(f"ANALYZE {name}")


def _found(model: Any) -> str:
    """SQL: the rows of the model with the case that each belongs to."""
    if model is Case:
        return """SELECT c.id, c.id AS case_id FROM cases_case c WHERE NOT EXISTS (
            SELECT 1 FROM cases_case o WHERE o.person_id = c.person_id AND o.id <> c.id)"""
    joins, found = [], []
    for n, link in enumerate(links_to_parents(model)):
        if link.to in of_a_case():
            joins.append(f'LEFT JOIN {mould(link.to)} p{n} ON p{n}.id = t."{link.column}"')
            found.append(f"p{n}.case_id")
    if model in PULLED:
        by, column = PULLED[model]
        joins.append(f"""LEFT JOIN (SELECT b."{column}" AS id, m.case_id FROM "{table_of(by)}" b
            JOIN {mould(by)} m ON m.id = b.id) pulled ON pulled.id = t.id""")
        found.append("pulled.case_id")
    joined = " ".join(joins)
    return (
        f'SELECT t.id, coalesce({", ".join(found)}) AS case_id FROM "{table_of(model)}" t {joined}'
    )


def _check(model: Any) -> None:
    """Raises CrossesCases where a row points at another case's."""
    for link in links_to_parents(model):
        if link.to not in of_a_case():
            continue
        crossing = one(f"""SELECT count(*) FROM "{table_of(model)}" t
            JOIN {mould(model)} m ON m.id = t.id
            LEFT JOIN {mould(link.to)} p ON p.id = t."{link.column}"
            WHERE t."{link.column}" IS NOT NULL AND p.case_id IS DISTINCT FROM m.case_id""")
        if crossing:
            raise CrossesCases(f"{model._meta.label}.{link.column}: {crossing}")


def _staff() -> None:
    """The unit's coaches come anew with each round of cases, the unit and its chefer with each
    block; everybody else is the whole city's."""
    coach, units = Function.COACH.value, f"SELECT id FROM organisation_unit WHERE {_jobbtorg()}"
    scopes = {
        Unit: f"SELECT id, {BLOCK} AS case_id FROM organisation_unit WHERE {_jobbtorg()}",
        User: f"""SELECT user_id AS id, CASE WHEN bool_and(function = '{coach}') THEN {ROUND}
            ELSE {BLOCK} END AS case_id FROM organisation_appointment GROUP BY user_id
            HAVING bool_and(unit_id IN ({units}))""",
    }
    for model in STAFF:
        _keep(mould(model), scopes.get(model) or _held(model))


def _held(model: Any) -> str:
    """SQL: the rows about the unit's own staff; of a round where one of a round is named."""
    links = [link for link in links_of(model) if link.to in (Unit, User)]
    joins = " ".join(
        f'LEFT JOIN {mould(link.to)} p{n} ON p{n}.id = t."{link.column}"'
        for n, link in enumerate(links)
    )
    scopes = ", ".join(f"p{n}.case_id" for n in range(len(links)))
    return f'SELECT t.id, least({scopes}) AS case_id FROM "{table_of(model)}" t {joins}'


def _jobbtorg() -> str:
    return f"kind = '{Unit.Kind.JOBBTORG.value}' AND last_day IS NULL"


def first_free(model: Any) -> int:
    """The first key of a copy's row."""
    return int(
        one(f'SELECT coalesce(max("{model._meta.pk.column}"), 0) + 1 FROM "{table_of(model)}"')
    )


def count(model: Any) -> int:
    """How many rows the moulds have."""
    return int(one(f"SELECT count(*) FROM {mould(model)}"))


def everyone() -> tuple[Any, ...]:
    """Every model that is copied, without histories."""
    return (*STAFF, *of_a_case())


def histories() -> list[Any]:
    """The histories of those that have one."""
    return [history_of(model) for model in everyone() if history_of(model)]
