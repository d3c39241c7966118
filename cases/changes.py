"""The history of a case in words: which value was changed from what to what."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from cases.models import Case, Investigation
from cases.protection import ADDRESS, CONTACT
from jobbtorg.changes import changes_of_rows

SINGLE = ("individual", "children", "af", "summary")


def changes_of(case: Case) -> list[dict[str, Any]]:
    """Every change of the case, its person, its notes and its investigations, newest first.

    Where a protected person can be found, or could be, is not told here. law.md §9.4.
    """
    person = case.person
    hide = (*ADDRESS, *CONTACT) if person.is_protected else ()
    rows: list[Any] = [person, *person.representatives.all()]
    changes = changes_of_rows(rows, hide) + changes_of_rows(rows_of(case))
    return sorted(changes, key=lambda change: change["at"], reverse=True)


def rows_of(case: Case) -> Iterator[Model]:
    """The case, its notes, and the rows of all investigations in it."""
    yield case
    yield from case.notes.all()
    for investigation in Investigation.objects.filter(application__case=case):
        yield from _parts(investigation)


def _parts(investigation: Investigation) -> list[Model]:
    """The rows that make up the investigation."""
    single = (getattr(investigation, name, None) for name in SINGLE)
    return [
        investigation,
        *investigation.criterion_answers.select_related("criterion"),
        *investigation.answers.select_related("question"),
        *(row for row in single if row is not None),
    ]
