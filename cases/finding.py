"""Which case a paper may belong to, by lawful search terms alone. Förordning 2001:637 15 §.

A case's or a decision's number, personnummer, samordningsnummer, or name; and only among the cases
that the user may see, so that no answer tells of another.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet

from cases import personnummer
from cases.models import Case, Paper
from jobbtorg import clock
from jobbtorg.files.keeping import fetch
from jobbtorg.files.text import text_in
from jobbtorg.organisation.models import User

MOST = 10  # cases to choose among
MOST_TERMS = 50
CASE = re.compile(r"\bJT[\s_-]{0,3}([0-9]{4})[\s_–-]{0,3}([0-9]{4,9})\b", re.IGNORECASE)
DECISION = re.compile(r"\bbeslut\w*\W{0,3}(?:nr|nummer)?\W{0,3}(20[0-9]{2}:[0-9]{1,6})\b", re.I)
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

    def named(self) -> Q:
        """The cases with one of the numbers."""
        return (
            Q(number__in=self.cases)
            | Q(person__personnummer__in=self.persons)
            | Q(applications__decisions__number__in=self.decisions)
        )


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
    return _of(user, terms.named()) if terms else []


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


def found_by(term: str, user: User) -> list[Case]:
    """The cases, among those the user sees, with the number, of the person or of that name."""
    terms = terms_in(term)
    if terms:
        return _of(user, terms.named())
    words = re.findall(r"[^\W\d_][\w'-]+", term)[:5]
    if not words or any(char.isdigit() for char in term):
        return []
    return _of(user, reduce(and_, (_name(word) for word in words)))


def _name(word: str) -> Q:
    """A first or last name, or one of several, that begins so."""
    found = Q()
    for column in ("person__first_name", "person__last_name"):
        found |= Q(**{f"{column}__istartswith": word}) | Q(**{f"{column}__icontains": f" {word}"})
    return found


def _of(user: User, named: Q) -> list[Case]:
    cases: QuerySet[Case] = Case.objects.visible_to(user).filter(
        pk__in=Case.objects.filter(named).values("pk")
    )
    return list(cases.select_related("person", "unit").order_by("-number")[:MOST])
