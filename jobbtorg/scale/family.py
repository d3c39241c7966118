"""Which tables hold what belongs to a case or to a unit's staff, and what points at what."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps

from cases.models import AdviceContact, Application, Case, Person
from jobbtorg.organisation.models import Absence, Appointment, Delegation, Training, Unit, User

# What is the whole city's, one person's at the keyboard, or worked out from the rows when they are
# there, and is not copied with a case.
LEFT = {
    "cases.Standing", "cases.UnappliedContact",
    "cases.Draft", "cases.LetterPreview", "cases.Sorting", "decisions.ReportList",
    "followup.Deviation", "followup.DeviationJournalNote", "followup.Grading",
}  # fmt: skip
# Rows that belong to the case by what points at them, not by what they point at.
PULLED: dict[Any, tuple[Any, str]] = {
    Person: (Case, "person_id"),
    AdviceContact: (Application, "contact_id"),
}
STAFF = (Unit, User, Appointment, Delegation, Absence, Training)


@dataclass(frozen=True)
class Link:
    """A foreign key of a table, to a table that is copied too."""

    column: str
    to: Any


def table_of(model: Any) -> str:
    """Its table."""
    return str(model._meta.db_table)


def columns_of(model: Any) -> list[str]:
    """Its columns, in order."""
    return [field.column for field in model._meta.concrete_fields]


def links_of(model: Any) -> list[Link]:
    """Every foreign key."""
    fields = (field for field in model._meta.concrete_fields if field.is_relation)
    return [Link(field.column, field.related_model) for field in fields]


@cache
def of_a_case() -> tuple[Any, ...]:
    """Every model whose rows belong to cases, each after those that its rows are found by."""
    found: list[Any] = [Case, Person]
    models = [m for m in apps.get_models() if _may_belong(m)]
    grew = True
    while grew:
        new = [m for m in models if m not in found and _belongs(m, found)]
        found += new
        grew = bool(new)
    return tuple(_in_order(found))


def _may_belong(model: Any) -> bool:
    if model._meta.proxy or not model._meta.managed or model._meta.label in LEFT:
        return False
    return not model.__name__.startswith("Historical")


def _belongs(model: Any, owned: list[Any]) -> bool:
    return any(link.to in owned for link in links_of(model))


def _in_order(models: list[Any]) -> list[Any]:
    done: list[Any] = []
    while len(done) < len(models):
        ready = [m for m in models if m not in done and _finders(m, models) <= set(done)]
        assert ready, [m._meta.label for m in models if m not in done]
        done += ready
    return done


def _finders(model: Any, models: list[Any]) -> set[Any]:
    pulled = {PULLED[model][0]} if model in PULLED else set()
    found = {link.to for link in links_to_parents(model) if link.to in models}
    return (found | pulled) - {model}


def links_to_parents(model: Any) -> list[Link]:
    """The foreign keys by which a row is found to belong to a case."""
    pulling = {(by, column) for by, column in PULLED.values()}
    rows = [link for link in links_of(model) if (model, link.column) not in pulling]
    return [link for link in rows if link.to is not model]


def history_of(model: Any) -> Any:
    """The model of its history, or None."""
    return model.history.model if hasattr(model, "history") else None
