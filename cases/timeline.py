"""Journal entries as the timeline component shows them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from cases.models import JournalEntry, Note
from jobbtorg import clock

ICONS: dict[str, str] = {
    JournalEntry.Kind.EVENT: "document",
    JournalEntry.Kind.APPLICATION: "application",
    JournalEntry.Kind.ASSIGNMENT: "person",
    JournalEntry.Kind.DECISION: "decision",
    JournalEntry.Kind.LETTER: "letter",
    JournalEntry.Kind.DOCUMENT: "document",
    JournalEntry.Kind.RETURN: "return",
    JournalEntry.Kind.CONFLICT: "person",
    JournalEntry.Kind.CORRECTION: "return",
}
LATE_AFTER = timedelta(days=3)  # from the event to its writing


def entries(rows: Iterable[JournalEntry]) -> list[dict[str, Any]]:
    """Each with its event day and the moment of writing, and whether it was written late."""
    return [
        {
            "pk": row.pk,
            "title": row.title,
            "text": row.text,
            "source": row.source,
            "day": row.event_on,
            "written": row.written_at,
            "author": str(row.author),
            "role": row.author_title,
            "kind": row.get_kind_display(),
            "icon": ICONS.get(row.kind, "note"),
            "late": written_late(row),
            "corrected": getattr(row, "correction", None),
            "corrects": row.corrects,
            "reason": row.reason,
        }
        for row in rows
    ]


def written_late(row: JournalEntry | Note) -> bool:
    """More than three days after the event: a note counts from when it was first saved.

    users.md G14 and script 9.1 step 8, where Thursday's event is late on Monday.
    """
    return clock.day_of(row.written_at) > row.event_on + LATE_AFTER
