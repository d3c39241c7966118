"""Råd och stöd in figures: by day, unit, kind and gender."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q

from cases.models import AdviceContact
from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.spreadsheet import as_csv

Wants, Gender = AdviceContact.Wants, AdviceContact.Gender
FIGURES = {
    "women": ("Kvinnor", Q(gender=Gender.WOMAN)),
    "men": ("Män", Q(gender=Gender.MAN)),
    "unknown": ("Uppgift saknas", Q(gender=Gender.UNKNOWN)),
    "all": ("Summa", Q()),
    "informed": ("Upplysta", Q(informed=True)),
    "wanted": ("Ville ansöka", ~Q(wants=Wants.NO)),
    "applied": ("Ansökningar", Q(application__isnull=False)),
}
FIGURE_HEADINGS = tuple(label for label, _ in FIGURES.values())
HEADINGS = ("Dag", "Enhet", "Slag", *FIGURE_HEADINGS)


def counts(user: User, first: date, last: date) -> list[dict[str, Any]]:
    """A row for each day, unit and kind that has contacts which the user sees."""
    seen = AdviceContact.objects.visible_to(user).counted()
    rows = seen.filter(held_on__range=(first, last)).order_by()
    grouped = rows.values("held_on", "unit__name", "kind__label")
    figures = {name: Count("pk", filter=where) for name, (_, where) in FIGURES.items()}
    found: Any = grouped.annotate(**figures).order_by("-held_on", "unit__name", "kind__label")
    return [row | {"figures": [row[name] for name in FIGURES]} for row in found]


def sums(rows: Iterable[dict[str, Any]]) -> list[int]:
    """Each figure, over all rows."""
    return [sum(column) for column in zip(*(row["figures"] for row in rows), strict=True)]


def csv(user: User, first: date, last: date) -> bytes:
    """The same figures for a spreadsheet."""
    return as_csv(_lines(counts(user, first, last), first, last))


def _lines(rows: list[dict[str, Any]], first: date, last: date) -> Iterator[Iterable[object]]:
    yield f"Råd och stöd {first} – {last}", f"Framställd {clock.today()}"
    yield HEADINGS
    for row in rows:
        yield row["held_on"], row["unit__name"], row["kind__label"], *row["figures"]
    yield "Summa", "", "", *(sums(rows) or [0] * len(FIGURES))
