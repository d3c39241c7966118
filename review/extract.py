"""Registerutdrag: all that is kept about a person, and who has read it when. GDPR art. 15.

It walks the tables from the person's row by the keys that point at it, so that a new table is in it
the day it is made. What has no way back from the case (ADR 18) is not part of the personakt.
Readers are told by function and unit, never by name (C-579/21).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from weasyprint import CSS, HTML

from cases.access import log_case
from cases.models import (
    Case,
    CaseUserObjectPermission,
    Draft,
    LetterPreview,
    Naming,
    NamingEnd,
    Person,
    Standing,
    UnappliedContact,
)
from decisions.models import UnreportedDecision, WaitingLetter
from jobbtorg import clock, practice
from jobbtorg.acts import refuse
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.kinds import Work, job
from review.extract_rules import against_extract, answer_by
from review.extract_words import LABELS, TITLES

TO_PERSON = "registerutdrag"
STYLE = settings.BASE_DIR / "templates/review/report_print.css"
APPS = ("cases", "decisions", "appeals", "followup")
# a colleague's unfinished text, what was only looked at, who is named to see the case, and what is
# worked out from the rows that are told of: where the case stands, that a letter waits or that a
# decision is unreported
LEFT_OUT = {
    CaseUserObjectPermission, Draft, LetterPreview, Naming, NamingEnd, Standing, UnappliedContact,
    UnreportedDecision, WaitingLetter,
}  # fmt: skip
MECHANICS = {"sha256", "content_hash", "key", "request_id"}  # of files and forms, not of the person


@dataclass(frozen=True)
class Kept:
    """One table: what it holds about the person, row by row."""

    title: str
    rows: list[list[tuple[str, str]]]


def kept_about(person: Person) -> list[Kept]:
    """Every row that points at the person, or at such a row; tables in the order they are met."""
    found: dict[type[models.Model], list[Any]] = {Person: [person]}
    left: deque[type[models.Model]] = deque([Person])
    while left:
        model = left.popleft()
        for child, name in pointing_at(model):
            known = {row.pk for row in found.get(child, [])}
            rows = child._base_manager.filter(**{f"{name}__in": found[model]})
            new = [row for row in rows.defer(*_bytes(child)).order_by("pk") if row.pk not in known]
            if new:
                found.setdefault(child, []).extend(new)
                left.append(child)
    return [Kept(_title(model), [_told(row) for row in rows]) for model, rows in found.items()]


def pointing_at(model: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """The tables with a key to this one, and the key's name."""
    for relation in model._meta.related_objects:
        child: Any = relation.related_model
        if child._meta.app_label not in APPS or child in LEFT_OUT or child is model:
            continue
        if not hasattr(child, "instance_type"):  # a history says what the row once said
            yield child, relation.field.name


def _bytes(model: type[models.Model]) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if isinstance(f, models.BinaryField)]


def _title(model: type[models.Model]) -> str:
    return TITLES[model.__name__]


def _told(row: Any) -> list[tuple[str, str]]:
    """(name, value) of each column that holds something about the person."""
    told = []
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in MECHANICS or isinstance(field, models.BinaryField):
            continue
        if field.is_relation and field.related_model._meta.app_label != "rulebook":
            continue
        value = getattr(row, field.name)
        if value not in (None, "", [], {}):
            told.append((_label(field), _in_words(row, field, value)))
    return told


def _label(field: Any) -> str:
    label = LABELS.get(field.name, str(field.verbose_name))
    return label[:1].upper() + label[1:]


def _in_words(row: Any, field: Any, value: Any) -> str:
    if getattr(field, "choices", None):
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


def read_by(person: Person) -> list[AccessLog]:
    """Each look at the person's cases, oldest first."""
    numbers = list(person.cases.values_list("number", flat=True))
    seen = models.Q(case_number__in=numbers) | models.Q(shown__overlap=numbers)
    return list(AccessLog.objects.filter(seen).order_by("at", "pk"))


@job(TO_PERSON, "Registerutdrag")
def make_extract(work: Work) -> Iterator[None]:
    """The case's person's, for the registrator who asked; logged as exported."""
    case = (
        Case.objects.visible_to(work.by)
        .select_related("person")
        .filter(pk=work.parameters["case"])
        .first()
    )
    refuse(against_extract(case, work.by))
    assert case is not None
    received = date.fromisoformat(work.parameters["received"])
    yield
    log_case(
        work.by,
        AccessLog.Action.EXPORT,
        "Registerutdrag",
        case,
        reason=f"Begäran kom in {received}",
    )
    work.give(f"Registerutdrag-{case.slug}.pdf", printed(case.person, received))


def printed(person: Person, received: date) -> bytes:
    """The extract as a tagged PDF."""
    context = {
        "person": person,
        "kept": kept_about(person),
        "looks": read_by(person),
        "received": received,
        "answer_by": answer_by(received),
        "made_on": clock.today(),
        "authority": settings.AUTHORITY,
    }
    html = render_to_string("review/extract_print.html", context)
    made: bytes = HTML(string=html).write_pdf(
        stylesheets=[CSS(STYLE), CSS(string=practice.style())],
        pdf_variant="pdf/ua-1",
        pdf_identifier=True,
    )
    return made
