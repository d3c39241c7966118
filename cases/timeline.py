"""Journal entries as the timeline component shows them."""

from collections.abc import Iterable
from typing import Any

from cases.models import JournalEntry, Note
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day

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
LATE_AFTER = 3  # working days between the event and its writing


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
    """More than three working days after the event: a note counts from when it was first saved."""
    limit = row.event_on
    for _ in range(LATE_AFTER):
        limit = next_working_day(limit)
    return clock.day_of(row.written_at) > limit
