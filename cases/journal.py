"""Writes the journal: what the authority did, in words, by whom and when."""

from collections.abc import Iterable
from datetime import date

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
    return JournalEntry.objects.create(
        case=case,
        kind=kind,
        event_on=event_on or clock.today(),
        written_at=clock.now(),
        author=by,
        author_title=by.acting_as(),
        title=title,
        text=text,
    )


def record_each(
    cases: Iterable[Case], title: str, *, by: User, text: str = "", event_on: date
) -> None:
    """The same line in each case, written together: one act may be about thousands."""
    said = {
        "kind": JournalEntry.Kind.EVENT,
        "event_on": event_on,
        "written_at": clock.now(),
        "author": by,
        "author_title": by.acting_as(),
        "title": title,
        "text": text,
    }
    entries = (JournalEntry(case=case, **said) for case in cases)
    JournalEntry.objects.bulk_create(entries, batch_size=1000)
