"""Which case a paper may belong to, by lawful search terms alone. Förordning 2001:637 15 §.

A case's or a decision's number, personnummer, samordningsnummer, or name; and only among the cases
that the user may see, so that no answer tells of another.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from cases import personnummer
from cases.models import Case, Paper, Person, Status
from cases.models.case import sight
from cases.models.person import SPELT, starting
from cases.models.seeing import Sight
from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.built_once import built_once
from jobbtorg.files.keeping import fetch
from jobbtorg.files.text import text_in
from jobbtorg.organisation.models import User

MOST = 10  # cases to choose among
SHOWN = 50  # hits on a page
MOST_WORDS = 5
WORD = re.compile(r"[^\W\d_][\w'-]+")
NO_NUMBER = (
    "Numret stämmer inte. Skriv ett personnummer, samordningsnummer eller ärendenummer, "
    "till exempel JT 2026-0012."
)
MOST_TERMS = 50
CASE = re.compile(r"\bJT[\s_-]{0,3}([0-9]{4})[\s_–-]{0,3}([0-9]{4,9})\b", re.IGNORECASE)
DECISION = re.compile(r"\bbeslut\w*\W{0,3}(?:nr|nummer)?\W{0,3}(20[0-9]{2}:[0-9]{1,9})\b", re.I)
PERSON = re.compile(r"(?<![0-9])(?:[0-9]{2})?[0-9]{6}\s?[-–+]?\s?[0-9]{4}(?![0-9])")
TEMPORARY = re.compile(r"\bT[0-9]{4}-[0-9]{4,7}\b", re.IGNORECASE)


@dataclass
class Terms:
    """The numbers that a text names."""

    cases: set[str] = field(default_factory=set)
    decisions: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.cases or self.decisions or self.persons)


def terms_in(text: str) -> Terms:
    """Every case number, decision number and personnummer in the text, however it is written."""
    return Terms(
        cases={f"JT {year}-{number}" for year, number in CASE.findall(text)[:MOST_TERMS]},
        decisions=set(DECISION.findall(text)[:MOST_TERMS]),
        persons=set(_persons(text)),
    )


def _persons(text: str) -> Iterator[str]:
    """The numbers whose check digit is right."""
    for written in [*PERSON.findall(text), *TEMPORARY.findall(text)][:MOST_TERMS]:
        try:
            yield personnummer.parse(written, clock.today())
        except personnummer.NotAPersonnummer:
            continue


def suggested(papers: Iterable[Paper], user: User) -> list[Case]:
    """The cases, among those the user sees, that the papers name by a number."""
    terms = terms_in("\n".join(_text_of(paper) for paper in papers))
    return _numbered(user, terms, MOST)[:MOST] if terms else []


def _text_of(paper: Paper) -> str:
    """The file's name, and what can be read in a file that has been found clean."""
    name = paper.file_name
    if not paper.is_clean:
        return name
    try:
        with fetch(paper.key) as file:
            return f"{name}\n{text_in(file, paper.kind)}"
    except OSError:
        return name


@dataclass(frozen=True)
class Found:
    """What a search gave: by which kind of term, the cases, or what was wrong with the term."""

    term: str
    cases: list[Case] = field(default_factory=list)
    by_number: bool = False
    more: bool = False
    wrong: str = ""


def find(term: str, user: User, most: int) -> Found:
    """The cases, among those the user sees, with the number, of the person or of that name."""
    terms = terms_in(term)
    if terms:
        return _found(term, _numbered(user, terms, most), most, by_number=True)
    words = WORD.findall(term)[:MOST_WORDS]
    if any(char.isdigit() for char in term):
        return Found(term, wrong=NO_NUMBER)
    if not words:
        return Found(term, wrong="Skriv minst två bokstäver av ett namn, eller ett nummer.")
    seen = sight(user)
    cases = _called(seen, *map(starting, words), most=most + 1) if seen else []
    return _found(term, cases, most)


def found_by(term: str, user: User) -> list[Case]:
    """The few to choose among when a paper is sorted."""
    return find(term, user, MOST).cases


def _found(term: str, cases: list[Case], most: int, by_number: bool = False) -> Found:
    return Found(term, cases[:most], by_number, more=len(cases) > most)


def _numbered(user: User, terms: Terms, most: int) -> list[Case]:
    """One more than are shown, so that it can be told."""
    seen, told = sight(user), (terms.cases, terms.decisions, terms.persons)
    return _with(seen, *map(sorted, told), most=most + 1) if seen else []


@built_once
def _with(seen: Sight, cases: list[str], decisions: list[str], persons: list[str]) -> Any:
    """The cases with one of the numbers: each kind by its own index.

    With OR between them PostgreSQL would read every case.
    """
    asked = (
        ("number", cases),
        ("person__personnummer", persons),
        ("applications__decisions__number", decisions),
    )
    rows = Case.objects.order_by().values("pk")
    first, *more = [rows.filter(among(by, told)) for by, told in asked if told]
    return _listed(seen, Q(pk__in=first.union(*more) if more else first))


@built_once
def _called(seen: Sight, *patterns: str) -> Any:
    return _listed(seen, Q(person__in=called(*patterns)))


def called(*patterns: str) -> QuerySet[Person]:
    """Those with a first or last name, or one of several, that begins so, for each word."""
    persons = Person.objects.alias(spelt=SPELT)
    for pattern in patterns:
        persons = persons.filter(spelt__like=pattern)
    return persons


def _listed(seen: Sight, named: Q) -> QuerySet[Case]:
    """Those of them that are seen; the open ones first."""
    closed = ExpressionWrapper(Q(status=Status.AVSLUTAD), BooleanField())
    rows: QuerySet[Case] = Case.objects.in_sight(seen).filter(named)
    return rows.select_related("person", "unit", "coach").order_by(closed, "-number")
