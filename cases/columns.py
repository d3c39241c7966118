"""A row's filled columns under their own names, for pages and letters that tell of it."""

from typing import Any


def columns(row: Any) -> list[tuple[str, Any]]:
    """(name, value) of each column that holds something; a choice and a yes in words."""
    shown = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key or field.is_relation or value in (None, "", False):
            continue
        label = str(field.verbose_name)
        told = getattr(row, f"get_{field.name}_display")() if field.choices else value
        shown.append((label[:1].upper() + label[1:], "Ja" if told is True else told))
    return shown
