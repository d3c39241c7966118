"""The history of a case in words: which value was changed from what to what."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from cases.models import Case, Investigation
from jobbtorg import clock

HIDDEN = {"id", "history_tx", "version", "saved_at", "saved_by", "returned"}


def changes_of(case: Case) -> list[dict[str, Any]]:
    """Every change of the case, its person and its investigation, newest first."""
    rows: list[Any] = [case, case.person]
    investigation = Investigation.objects.filter(application__case=case).last()
    if investigation:
        rows += _parts(investigation)
    changes = [change for row in rows for change in _changes_of_row(row)]
    return sorted(changes, key=lambda change: change["at"], reverse=True)


def _parts(investigation: Investigation) -> list[Model]:
    """The rows that make up the investigation."""
    single = (getattr(investigation, name, None) for name in ("af", "summary", "communication"))
    return [
        investigation,
        *investigation.criteria.select_related("criterion"),
        *investigation.answers.select_related("question"),
        *(row for row in single if row is not None),
    ]


def _changes_of_row(row: Any) -> list[dict[str, Any]]:
    """One row's versions compared, each with the one before it."""
    versions = list(row.history.select_related("history_user").order_by("history_id"))
    found = []
    for before, after in zip([None, *versions], versions, strict=False):
        fields = _differences(row, before, after)
        if fields:
            found.append(
                {
                    "at": after.history_date,
                    "by": after.history_user,
                    "what": str(row),
                    "new": before is None,
                    "fields": fields,
                }
            )
    return found


def _differences(row: Any, before: Any, after: Any) -> list[dict[str, str]]:
    """Field by field, in the words of the page."""
    found = []
    for field in row._meta.concrete_fields:
        if field.name in HIDDEN or field.is_relation and before is None:
            continue
        old = _shown(field, before) if before else ""
        new = _shown(field, after)
        if old != new:
            label = str(field.verbose_name)
            found.append({"label": label[:1].upper() + label[1:], "old": old, "new": new})
    return found


def _shown(field: Any, version: Any) -> str:
    """A value as people read it."""
    value = getattr(version, field.attname)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        return str(getattr(version, field.name, value))
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M}"
    return str(value)
