"""A way that one test has gone is kept: another gets its rows as they were, in no time.

Most tests begin where some other has begun: at a case that waits for decision, or is decided. The
first goes there by the product's own acts, hundreds of statements long. The next gets the same
rows, if it is at the same place (nothing else has been written in its transaction) and time.
A function that a test has patched is not seen here: let it write something first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, wraps
from typing import Any

from django.conf import UserSettingsHolder, settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models, transaction

from jobbtorg import clock
from jobbtorg.organisation.models import User

# What the transaction has written so far in each table; counts only go up, also by what is undone.
WRITTEN = """
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
# A history row that is put back belongs to the transaction in which it is: its column's default.
COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
    WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> 'history_tx'
"""
Place = tuple[Any, ...]


@dataclass
class Kept:
    """What a way left: whole tables, files, what is to come at the commit, the staff that it
    employed, and what it answered with."""

    moment: datetime
    tables: dict[str, bytes]
    files: dict[str, bytes]
    to_come: list[tuple[Callable[[], Any], bool]]
    staff: dict[str, int]
    answer: models.Model | None


KEPT: dict[Place, Kept] = {}  # by the ways gone from an untouched base, in this session


def written() -> dict[str, int]:
    """How much the transaction has written in each table."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def untouched() -> bool:
    """Whether the test's transaction has written nothing at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        return bool(cursor.fetchone()[0])


def named(value: Any) -> Any:
    """The value as part of a key."""
    return (type(value), value.pk) if isinstance(value, models.Model) else repr(value)


def circumstances() -> Place:
    """The hour, or the very moment where a test has set one, and the settings that it changed."""
    now, changed, layer = clock.now(), [], settings._wrapped
    while isinstance(layer, UserSettingsHolder):
        changed.append(repr(vars(layer) | {"default_settings": None}))
        layer = layer.default_settings
    return (now.replace(minute=0, second=0, microsecond=0) if now.microsecond else now, *changed)


@cache
def columns_of(table: str) -> str:
    """The table and its columns, as COPY names them."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        return f'"{table}" ({cursor.fetchone()[0]})'


def copy_out(table: str) -> bytes:
    """The table and its columns, and its rows."""
    columns = columns_of(table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {columns} TO STDOUT") as copy:
        return columns.encode() + b"\0" + b"".join(bytes(block) for block in copy)


def put_back(tables: dict[str, bytes]) -> None:
    """The tables as they were left, past the triggers that saw the rows the first time."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(";".join(f'DELETE FROM "{table}"' for table in tables))
        for content in tables.values():
            columns, _, rows = content.partition(b"\0")
            with cursor.copy(f"COPY {columns.decode()} FROM STDIN") as copy:
                copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")


def files() -> set[str]:
    """The keys of the documents in the storage: each in a directory."""
    storage = storages["documents"]
    directories = storage.listdir("")[0] if storage.exists("") else []
    return {f"{place}/{name}" for place in directories for name in storage.listdir(place)[1]}


def read(name: str) -> bytes:
    """What stands in the document."""
    with storages["documents"].open(name) as file:
        return bytes(file.read())


class Traveller:
    """Where the world is: which ways it has gone, with nothing written besides."""

    def __init__(self) -> None:
        self.place: Place | None = None
        self.wrote: dict[str, int] = {}
        self.inside: list[str] = []  # the savepoints in which it came there
        self.under_way = False

    def whereabouts(self) -> Place | None:
        """The ways that it has gone, or None where something else has been written or undone."""
        if not connection.in_atomic_block:
            return None
        if untouched():
            return ()
        stays = connection.savepoint_ids[: len(self.inside)] == self.inside
        return self.place if stays and written() == self.wrote else None

    def arrive(self, place: Place) -> None:
        """The world is there, and has written what it took to come there."""
        self.place, self.wrote = place, written()
        self.inside = list(connection.savepoint_ids)

    def go(self, world: Any, way: Callable[..., Any], *args: Any, **told: Any) -> Any:
        """Goes the way, or gets what was kept of it."""
        before = self.whereabouts()
        if before is None:
            return way(world, *args, **told)
        key = [way.__qualname__, *map(named, args), *((n, named(told[n])) for n in sorted(told))]
        place = (*before, (circumstances(), *key))
        kept = KEPT.get(place)
        if not kept or kept.moment > clock.now():
            return self.explore(place, world, way, *args, **told)
        put_back(kept.tables)
        for name, content in kept.files.items():
            storages["documents"].save(name, ContentFile(content))
        for function, robust in kept.to_come:
            transaction.on_commit(function, robust=robust)
        users = User.objects.in_bulk(kept.staff.values())
        vars(world).update({name: users[pk] for name, pk in kept.staff.items()})
        self.arrive(place)
        return kept.answer and type(kept.answer)._default_manager.get(pk=kept.answer.pk)

    def explore(
        self, place: Place, world: Any, way: Callable[..., Any], *args: Any, **told: Any
    ) -> Any:
        """Goes the way in truth and keeps what it leaves."""
        moment, before, there = clock.now(), written(), set(vars(world))
        lay, waited = files(), len(connection.run_on_commit)
        answer = way(world, *args, **told)
        after = written()
        KEPT[place] = Kept(
            moment,
            tables={t: copy_out(t) for t, count in after.items() if count != before.get(t, 0)},
            files={name: read(name) for name in files() - lay},
            to_come=[
                (function, robust) for _, function, robust in connection.run_on_commit[waited:]
            ],
            staff={
                name: user.pk
                for name, user in vars(world).items()
                if name not in there and isinstance(user, User)
            },
            answer=answer,
        )
        self.arrive(place)
        return answer


def kept(way: Callable[..., Any]) -> Callable[..., Any]:
    """A way of the world that answers with a row or nothing, gone once at each place and time."""

    @wraps(way)
    def wrapper(world: Any, *args: Any, **told: Any) -> Any:
        traveller = world.traveller
        if traveller.under_way:
            return way(world, *args, **told)
        traveller.under_way = True
        try:
            return traveller.go(world, way, *args, **told)
        finally:
            traveller.under_way = False

    return wrapper


def employed(way: Callable[..., User]) -> Any:
    """Somebody of the staff, employed when first asked for."""
    return cached_property(kept(way))
