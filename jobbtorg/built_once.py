"""A question that is built and compiled once, and then asked with other values.

To build a question and turn it into SQL costs Django more than PostgreSQL needs to answer it, and
the hot pages ask the same ones each time. What builds it gets the values as its positional
arguments, and may take the moment and the day from the clock, as they are; no setting, no other
day, nothing that is asked for. Keyword arguments are what changes the question itself.
docs/adr/0033.

    @built_once
    def notes_of(author: int, *, signed: bool) -> QuerySet[Note]: ...

    notes_of(user.pk, signed=False)  # a list

PostgreSQL plans it once too: the values are bound by the server, which keeps the plan of what a
connection asks often (a prepared statement). What stands in it always is written into it, so that
the plan and the indexes are chosen for that.

Each shape is built twice, with two sets of values at two moments, and what differs between the two
must be the values and the clock: whatever else had slipped in would be asked with for ever. Nor may
anything be asked of the database meanwhile, since the answer would be kept.
"""

import copy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet
from psycopg.types.numeric import Int8

from jobbtorg import clock

CENTURIES = (1801, 1901)  # of the two sets: no value of ours is from then
FIRST = (1_801_000_000, 1_901_000_000)
# Any values' plan is made for lists of ten; for one with far more, PostgreSQL plans each time.
MANY = 100
MOMENTS = (datetime(1802, 3, 5, 9, 7, tzinfo=UTC), datetime(1902, 8, 6, 10, 8, tzinfo=UTC))


class NotAValue(Exception):
    """What builds the question has used something that is none of the values, or changed one."""


@dataclass(frozen=True)
class _Built:
    """One shape of a question: its rows' classes, its SQL, and which value stands where in it."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    slots: tuple[int, ...]

    def ask(self, values: list[Any], first: int | None, most: int | None, anew: bool) -> list[Any]:
        """The rows, with these values; so many, from this one."""
        values = [clock.now(), clock.today(), *values]
        sql, params = self.sql, [values[n] for n in self.slots]
        if most is not None:
            sql = f"{sql} LIMIT {most:d}"  # a page is planned for
        if first:
            sql, params = f"{sql} OFFSET %s", [*params, first]
        return list(self._asked(sql, tuple(_of_one_size(value) for value in params), anew))

    def _asked(self, sql: str, params: tuple[Any, ...], anew: bool) -> QuerySet[Any]:
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *_, **__: (sql, params)
        compiler.execute_sql = _Planned(compiler, anew)
        query = copy.copy(self.rows.query)
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        asked: QuerySet[Any] = self.rows.__class__(self.rows.model, query, self.rows.db)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, name, getattr(self.rows, name))
        return asked


@dataclass(frozen=True)
class _Planned:
    """How the compiler asks: with the values apart from the question, whose plan is then kept."""

    compiler: Any
    anew: bool  # a plan for these values instead, each time

    def __call__(self, *told: Any, **more: Any) -> Any:
        _, params = self.compiler.as_sql()
        many = any(isinstance(value, list) and len(value) > MANY for value in params)
        with nullcontext() if many or self.anew else _bound_by_server(self.compiler.connection):
            return type(self.compiler).execute_sql(self.compiler, *told, **more)


@contextmanager
def _bound_by_server(database: Any) -> Iterator[None]:
    """Cursors opened here leave the values to the server; where questions are logged they do not,
    so that the log has what was asked."""
    database.ensure_connection()
    raw = database.connection
    usual = raw.cursor_factory
    if not database.queries_logged:
        raw.cursor_factory = ServerBindingCursor
    try:
        yield
    finally:
        raw.cursor_factory = usual


def _of_one_size(value: Any) -> Any:
    """Numbers are all as wide as a key: else each width would be another question to the server."""
    if isinstance(value, list):
        return [_of_one_size(one) for one in value]
    return Int8(value) if type(value) is int else value


@dataclass(frozen=True)
class _Slot:
    n: int


class BuiltOnce:
    """See the module."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.built: dict[Any, _Built | None] = {}
        update_wrapper(self, build)

    def __call__(
        self,
        *values: Any,
        first: int | None = None,
        most: int | None = None,
        anew: bool = False,
        **shape: Any,
    ) -> list[Any]:
        """The rows. first, most: which of them, where not all are wanted. anew: PostgreSQL plans
        for these values, where the plan for any would read far more."""
        shapes = tuple(_shape(value) for value in values)
        key = (shapes, tuple(sorted(shape.items())))
        if key not in self.built:
            self.built[key] = self._build(values, shape)
        built = self.built[key]
        return [] if built is None else built.ask(list(_flat(values)), first, most, anew)

    def one(self, *values: Any, **shape: Any) -> Any:
        """The only row, or None."""
        return next(iter(self(*values, **shape)), None)

    def _build(self, values: tuple[Any, ...], shape: dict[str, Any]) -> _Built | None:
        made = []
        for which in (0, 1):
            told = _standing_in(values, which)
            with clock.at(MOMENTS[which]), connection.execute_wrapper(_refused):
                values_then = [clock.now(), clock.today(), *_flat(told)]
                rows = self.build(*told, **shape)
                compiler = rows.query.get_compiler(using=rows.db)
                try:
                    sql, params = compiler.as_sql()
                except EmptyResultSet:
                    sql, params = "", ()
            made.append((values_then, rows, compiler, sql, params))
        (one, rows, compiler, sql, params), (other, _, _, also, others) = made
        if sql != also or len(params) != len(others):
            raise NotAValue(f"{self.build.__name__}: the question is not the same twice")
        if not sql:
            return None  # nothing can be found
        params = [self._slot(pair, one, other) for pair in zip(params, others, strict=True)]
        return _Built(rows, compiler, *_written_in(sql, params))

    def _slot(self, pair: tuple[Any, Any], one: list[Any], other: list[Any]) -> Any:
        """The value that stands here, or what stands here always."""
        if pair[0] == pair[1]:
            return pair[0]
        for n, told in enumerate(zip(one, other, strict=True)):
            if pair == told:
                return _Slot(n)
        raise NotAValue(f"{self.build.__name__}: {pair[0]!r} is none of the values")


def built_once(build: Callable[..., QuerySet[Any]]) -> BuiltOnce:
    """Marks what builds a question of values alone; see the module."""
    return BuiltOnce(build)


def _written_in(sql: str, params: list[Any]) -> tuple[str, tuple[int, ...]]:
    """The SQL with every constant in its place, and the numbers of the values that are left."""
    left, slots = iter(params), []

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(left)
        if isinstance(value, _Slot):
            slots.append(value.n)
            return found[0]
        return str(connection.ops.compose_sql("%s", [value])).replace("%", "%%")  # type: ignore[attr-defined]

    return re.sub("%[%s]", put, sql), tuple(slots)


def _refused(*_: Any) -> Any:
    raise NotAValue("what is asked for while a question is built would be kept for ever")


def _shape(value: Any) -> Any:
    """What of the value makes it another question: its sort, that it is nothing, or one key."""
    if is_dataclass(value):
        return tuple(_shape(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, list):
        return list, min(len(value), 2)
    return type(value), value if isinstance(value, bool) or value is None else bool(value)


def _flat(values: Any) -> Iterator[Any]:
    """Each value; of a list with one key, the key: it is asked for as such."""
    for value in values:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if is_dataclass(value):
            yield from _flat(getattr(value, f.name) for f in fields(value))
        else:
            yield value


def _standing_in(values: tuple[Any, ...], which: int) -> list[Any]:
    """Values of the same sorts that nobody has, each another."""
    numbers = count()

    def other(value: Any) -> Any:
        n = next(numbers)
        if is_dataclass(value) and not isinstance(value, type):
            told = {f.name: other(getattr(value, f.name)) for f in fields(value)}
            return replace(value, **told)
        if isinstance(value, bool) or value is None or value == [] or value == "":
            return value
        match value:
            case int():
                return FIRST[which] + n
            case str():
                return f"\N{SECTION SIGN}{CENTURIES[which] + n}"
            case datetime():
                return datetime(CENTURIES[which], 1, 1, tzinfo=UTC) + timedelta(hours=n)
            case date():
                return date(CENTURIES[which], 2, 1) + timedelta(days=n)
            case list():
                # of several it does not matter how many
                return [other(value[0])] * (1 if len(value) == 1 else which + 2)
        raise NotAValue(f"{value!r} is no number, text, day, moment or list of such")

    return [other(value) for value in values]
