"""What each column of a copy says, as SQL over its mould `t` and its place among the copies `c`."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from django.db.models import BinaryField, CharField, TextField, UUIDField

from cases.models import Case, Document, Person
from decisions.models import Decision, ReportRow
from jobbtorg import clock
from jobbtorg.organisation.models import Unit, User
from jobbtorg.scale import moulds
from jobbtorg.scale.family import STAFF, of_a_case
from jobbtorg.scale.sql import SCHEMA, one

LASTS = f"{SCHEMA}.lasts"  # one row: every last name of the demo city
NUMBERS = f"{SCHEMA}.numbers"  # one row: the last number that a decision had


def key(model: Any) -> str:
    """The key of the row itself."""
    return f"{_first(model)} + c.n * {_count(model)} + t._ord"


def key_of_history(history: Any, rows: int) -> str:
    """The key of a row of history, of which the moulds have so many."""
    return f"{_first(history)} + c.n * {rows} + t._history_ord"


def pointing(column: str, to: Any) -> str:
    """A foreign key: the copy's own row, the copy's staff, or what everybody shares."""
    if to in of_a_case():
        return f'{_first(to)} + c.n * {_count(to)} + t."_o_{column}"'
    if to not in STAFF:
        return f't."{column}"'
    new = f'{_first(to)} + (CASE t."_s_{column}" WHEN {moulds.ROUND} THEN c.round ELSE c.block END'
    new += f' - 1) * {_count(to)} + t."_o_{column}"'
    return f"""CASE WHEN t."_s_{column}" = {moulds.ROUND} AND c.round > 0
        OR t."_s_{column}" = {moulds.BLOCK} AND c.block > 0 THEN {new} ELSE t."{column}" END"""


def said(model: Any, field: Any, numbered: bool) -> str:
    """Any other column. `numbered`: texts in it name the case's number."""
    own = OWN.get((model, field.column))
    if own:
        return own()
    if isinstance(field, UUIDField):
        return f'md5(t."{field.column}"::text || c.n)::uuid'
    letter = STORED.get(field.column) if has_bytes(model) else None
    if letter:
        return f"CASE WHEN t._has_bytes THEN {letter()} ELSE {_without(field)} END"
    if numbered:
        return f'replace(t."{field.column}", t._number, c.number)'
    return f't."{field.column}"'


def _without(field: Any) -> str:
    """What stands there where no letter is."""
    return "NULL" if is_bytes(field) else f't."{field.column}"'


def is_text(field: Any) -> bool:
    """Whether a number may be named in it."""
    return isinstance(field, CharField | TextField) and not field.choices


def is_bytes(field: Any) -> bool:
    """Whether a letter as it was sent lies in it."""
    return isinstance(field, BinaryField)


def has_bytes(model: Any) -> bool:
    """Whether its rows hold such a letter."""
    return any(is_bytes(field) for field in model._meta.concrete_fields)


@cache
def letter() -> bytes:
    """What a copy's letter is: one empty page. A million real ones would fill the disk."""
    with pikepdf.new() as document, BytesIO() as file:
        document.add_blank_page(page_size=(595, 842))
        document.save(file, deterministic_id=True)
        return file.getvalue()


def _bytes() -> str:
    return f"'\\x{letter().hex()}'::bytea"


def _first(model: Any) -> int:
    return FIRST.setdefault(model, moulds.first_free(model))


def _count(model: Any) -> int:
    return COUNT.setdefault(model, moulds.count(model))


# as they were before the first copy
FIRST: dict[Any, int] = {}
COUNT: dict[Any, int] = {}


def remember() -> None:
    """Reads where each table's keys begin, before anything is written."""
    FIRST.clear()
    COUNT.clear()
    for model in moulds.everyone():
        _first(model), _count(model)
    for history in moulds.histories():
        _first(history)


def _temporary_number() -> str:
    """The product's own kind: Skatteverket's test numbers are too few for so many."""
    taken = one("SELECT max(substr(personnummer, 6)::int) FROM cases_person"
                f" WHERE personnummer LIKE 'T{clock.today().year}%'") or 0  # fmt: skip
    return f"'T{clock.today().year}' || lpad((c.serial + {taken})::text, 7, '0')"


BORN = """CASE WHEN t.personnummer LIKE 'T%' THEN t.born ELSE make_date(
    left(t.personnummer, 4)::int, substr(t.personnummer, 5, 2)::int,
    (substr(t.personnummer, 7, 2)::int - 1) % 60 + 1) END"""
GENDER = """CASE WHEN t.personnummer LIKE 'T%' THEN t.gender
    WHEN substr(t.personnummer, 11, 1)::int % 2 = 0 THEN 'kvinna' ELSE 'man' END"""
LAST_NAME = f"""(SELECT names[1 + c.serial % array_length(names, 1)]
    || CASE WHEN c.serial % 3 = 0 THEN '' ELSE ' '
    || names[1 + (c.serial / 7) % array_length(names, 1)] END FROM {LASTS})"""
DECIDED = f"""split_part(t.number, ':', 1) || ':' || (
    (SELECT last FROM {NUMBERS}) + c.decided_before + t._nth)"""


def _position() -> str:
    last = one("SELECT coalesce(max(position), 0) FROM decisions_reportrow")
    return f"{last} + 1 + c.n * {_count(ReportRow)} + t._ord"


def _always(text: str) -> Callable[[], str]:
    return lambda: text


OWN: dict[tuple[Any, str], Callable[[], str]] = {
    (Case, "number"): _always("c.number"),
    (Person, "personnummer"): _temporary_number,
    (Person, "born"): _always(BORN),
    (Person, "gender"): _always(GENDER),
    (Person, "last_name"): _always(LAST_NAME),
    (Decision, "number"): _always(DECIDED),
    (Document, "key"): _always("left(t.key, 3) || md5(t.key || c.n)"),
    (ReportRow, "position"): _position,
    (Unit, "name"): _always("t.name || ' ' || c.block + 1"),
    (User, "username"): _always("t.username || '-' || c.label"),
    (User, "city_subject"): _always("NULL"),
}
STORED: dict[str, Callable[[], str]] = {
    "pdf": _bytes,
    "sha256": lambda: f"encode(sha256({_bytes()}), 'hex')",
    "pages": _always("1"),
}
