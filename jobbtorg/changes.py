"""History in words: which value was changed from what to what, when and by whom."""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Model

from jobbtorg import clock

HIDDEN = {"id", "history_tx", "version", "saved_at", "saved_by", "returned", "request_id"}
LONG = 80  # characters: a text, to be compared word by word, and not a value


def changes_of_rows(rows: Iterable[Any], hide: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Every change of the rows, newest first; the columns named in `hide` are left out."""
    hidden = HIDDEN | set(hide)
    changes = [change for row in rows for change in _changes(row, _versions(row.history), hidden)]
    return sorted(changes, key=lambda change: change["at"], reverse=True)


def latest_changes(models: Iterable[Any], limit: int) -> list[dict[str, Any]]:
    """The latest changes of all rows of the models, newest first."""
    found: list[dict[str, Any]] = []
    for model in models:
        ids = set(model.history.order_by("-history_id").values_list("id", flat=True)[:limit])
        relations = [f.name for f in model._meta.concrete_fields if f.is_relation]
        rows = model.objects.select_related(*relations).in_bulk(ids)
        versions = _versions(model.history.filter(id__in=ids).select_related(*relations), "id")
        for pk, of_row in groupby(versions, key=lambda version: version.id):
            found += _changes(rows[pk], list(of_row), HIDDEN)
    return sorted(found, key=lambda change: change["at"], reverse=True)[:limit]


def _versions(history: Any, *order: str) -> list[Any]:
    return list(history.select_related("history_user").order_by(*order, "history_id"))


def _changes(row: Model, versions: list[Any], hidden: set[str]) -> Iterator[dict[str, Any]]:
    """One row's versions compared, each with the one before it."""
    for before, after in zip([None, *versions], versions, strict=False):
        fields = differences(row, before, after, hidden)
        if fields:
            yield {
                "at": after.history_date,
                "by": after.history_user,
                "what": getattr(row, "heading", str(row)),
                "url": row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",
                "new": before is None,
                "fields": fields,
            }


def differences(
    row: Any, before: Any, after: Any, hidden: Container[str] = HIDDEN
) -> list[dict[str, Any]]:
    """Field by field, in the words of the page; `row` is the model's, or the model itself."""
    found: list[dict[str, Any]] = []
    for field in row._meta.concrete_fields:
        if field.name in hidden or field.is_relation and before is None:
            continue
        if before and getattr(before, field.attname) == getattr(after, field.attname):
            continue  # what has not changed is not put into words: that may take a query
        old, new = _shown(field, before) if before else "", _shown(field, after)
        if old != new:
            label = str(field.verbose_name)
            told = {"label": label[:1].upper() + label[1:], "old": old, "new": new}
            found.append(told | {"long": bool(old) and max(len(old), len(new)) > LONG})
    return found


def _shown(field: Any, version: Any) -> str:
    """A value as people read it."""
    value = getattr(version, field.attname)
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        names = dict(field.base_field.flatchoices)
        return ", ".join(str(names.get(item, item)).lower() for item in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        return str(getattr(version, field.name, value))
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M}"
    return str(value)
