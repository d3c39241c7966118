"""Writes the journal: what the authority did, in words, by whom and when."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cases.models import Case, JournalEntry
from jobbtorg import clock
from jobbtorg.organisation.models import User


def record(
    case: Case,
    title: str,
    *,
    by: User,
    text: str = "",
    event_on: date | None = None,
    kind: str = JournalEntry.Kind.EVENT,
) -> JournalEntry:
    """One line, in the same transaction as what it tells of. SoL 14 kap. 3 §."""
    said = _said(title, by, text, event_on or clock.today())
    return JournalEntry.objects.create(case=case, **said | {"kind": kind})


def record_each(
    cases: Iterable[Case], title: str, *, by: User, text: str = "", event_on: date
) -> None:
    """The same line in each case, written together: one act may be about thousands."""
    said = _said(title, by, text, event_on)
    entries = (JournalEntry(case=case, **said) for case in cases)
    JournalEntry.objects.bulk_create(entries, batch_size=1000)


def _said(title: str, by: User, text: str, event_on: date) -> dict[str, Any]:
    return {
        "kind": JournalEntry.Kind.EVENT,
        "event_on": event_on,
        "written_at": clock.now(),
        "author": by,
        "author_title": by.acting_as(),
        "title": title,
        "text": text,
    }
