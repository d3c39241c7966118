"""A question that is built and compiled once, and then asked with other values.

To build a question and turn it into SQL costs Django more than PostgreSQL needs to answer it, and
the hot pages ask the same ones each time. What builds it gets the values as its positional
arguments, and may take the moment and the day from the clock, as they are; no setting, no other
day, nothing that is asked for. Keyword arguments are what changes the question itself.
docs/adr/0033.

    @built_once
    def notes_of(author: int, *, signed: bool) -> QuerySet[Note]: ...

    notes_of(user.pk, signed=False)  # a list

Each shape is built twice, with two sets of values at two moments, and what differs between the two
must be the values and the clock: whatever else had slipped in would be asked with for ever. Nor may
anything be asked of the database meanwhile, since the answer would be kept.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet

from jobbtorg import clock

CENTURIES = (1801, 1901)  # of the two sets: no value of ours is from then
FIRST = (1_801_000_000, 1_901_000_000)
MOMENTS = (datetime(1802, 3, 5, 9, 7, tzinfo=UTC), datetime(1902, 8, 6, 10, 8, tzinfo=UTC))


class NotAValue(Exception):
    """What builds the question has used something that is none of the values, or changed one."""


@dataclass(frozen=True)
class _Built:
    """One shape of a question: its rows' classes, its SQL, and where in it the values stand."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]  # each a constant, or a slot

    def ask(self, values: list[Any], first: int | None, most: int | None) -> list[Any]:
        """The rows, with these values; so many, from this one."""
        values = [clock.now(), clock.today(), *values]
        params = [values[p.n] if isinstance(p, _Slot) else p for p in self.params]
        sql = self.sql
        if most is not None:
            sql, params = f"{sql} LIMIT %s OFFSET %s", [*params, most, first or 0]
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *_, **__: (sql, tuple(params))
        query = copy.copy(self.rows.query)
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        asked: QuerySet[Any] = self.rows.__class__(self.rows.model, query, self.rows.db)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, name, getattr(self.rows, name))
        return list(asked)


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
        self, *values: Any, first: int | None = None, most: int | None = None, **shape: Any
    ) -> list[Any]:
        """The rows. first, most: which of them, where not all are wanted."""
        shapes = tuple(_shape(value) for value in values)
        key = (shapes, tuple(sorted(shape.items())))
        if key not in self.built:
            self.built[key] = self._build(values, shape)
        built = self.built[key]
        return [] if built is None else built.ask(list(_flat(values)), first, most)

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
        slots = tuple(self._slot(pair, one, other) for pair in zip(params, others, strict=True))
        return _Built(rows, compiler, sql, slots)

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


def _refused(*_: Any) -> Any:
    raise NotAValue("what is asked for while a question is built would be kept for ever")


def _shape(value: Any) -> Any:
    """What of the value makes it another question: that it is nothing, and what sort it is."""
    if is_dataclass(value):
        return tuple(_shape(getattr(value, f.name)) for f in fields(value))
    return type(value), value if isinstance(value, bool) or value is None else bool(value)


def _flat(values: Any) -> Iterator[Any]:
    for value in values:
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
                return [FIRST[which] + n] * (which + 1)  # nor does it matter how many
        raise NotAValue(f"{value!r} is no number, text, day, moment or list of keys")

    return [other(value) for value in values]
