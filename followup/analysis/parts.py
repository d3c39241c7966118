"""What the views are made of: columns with their descriptions, and the SQL that they share."""

from dataclasses import dataclass

# No name, number, text or member of staff comes through these; see docs/analysis.md for why.
PERSON = "JOIN cases_person n ON n.id = c.person_id AND n.protection = ''"
SALT = "CROSS JOIN analysis_salt s"
LAST_KINDS = "('insats', 'avvisning', 'avskrivning')"

_NUMBER = "n.personnummer"
_HAS_NUMBER = f"left({_NUMBER}, 1) <> 'T'"
_DAY = f"substr({_NUMBER}, 7, 2)::int"
BORN = f"""CASE WHEN {_HAS_NUMBER} THEN make_date(
        substr({_NUMBER}, 1, 4)::int, substr({_NUMBER}, 5, 2)::int,
        {_DAY} - CASE WHEN {_DAY} > 60 THEN 60 ELSE 0 END)
    ELSE n.born END"""
GENDER = f"""CASE WHEN NOT {_HAS_NUMBER} THEN COALESCE(NULLIF(n.gender, ''), 'uppgift saknas')
    WHEN substr({_NUMBER}, 11, 1)::int & 1 = 1 THEN 'man' ELSE 'kvinna' END"""


@dataclass(frozen=True)
class Column:
    """A column: its name, its SQL, what it holds."""

    name: str
    sql: str
    told: str


@dataclass(frozen=True)
class View:
    """A view of `analys`: one row per what, and its columns."""

    name: str
    told: str
    columns: tuple[Column, ...]
    source: str

    @property
    def query(self) -> str:
        """What it selects. Ordered by the first pseudonym: the order tells nothing of when."""
        columns = ",\n    ".join(f"{one.sql} AS {one.name}" for one in self.columns)
        return f"SELECT\n    {columns}\n{self.source}\nORDER BY 1"


def pseudonym(kind: str, key: str) -> str:
    """The same for the same row each time, and another for every kind of row. Null stays null.

    Written out here and no function of its own: a function would have to be let to the role, who
    could then ask it of every key from one and up.
    """
    told = f"convert_to('{kind}:' || {key}, 'UTF8')"
    return f"left(encode(sha256(s.secret || sha256(s.secret || {told})), 'hex'), 32)"


def week(day: str) -> str:
    """The Monday of the day's week."""
    return f"date_trunc('week', {day})::date"


def day_of(moment: str) -> str:
    """The day in Stockholm."""
    return f"({moment} AT TIME ZONE 'Europe/Stockholm')::date"


def age_group(on: str) -> str:
    """The groups that the city counts in, by the age on the day."""
    years = f"date_part('year', age({on}, {BORN}))"
    return f"""CASE WHEN {years} < 19 THEN 'under 19' WHEN {years} < 25 THEN '19–24'
        WHEN {years} < 30 THEN '25–29' ELSE '30 eller äldre' END"""


def latest(column: str, table: str, where: str, order: str = "id DESC") -> str:
    """The column of the latest row."""
    return f"(SELECT x.{column} FROM {table} x WHERE {where} ORDER BY x.{order} LIMIT 1)"


def label(column: str) -> str:
    """What a code of a code list is called."""
    return f"(SELECT code.label FROM rulebook_code code WHERE code.id = {column})"


CASE = Column("arende", pseudonym("arende", "c.id"), "Ärendets pseudonym")
APPLICATION = Column("ansokan", pseudonym("ansokan", "a.id"), "Ansökans pseudonym")
DECISION = Column("beslut", pseudonym("beslut", "d.id"), "Beslutets pseudonym")
