"""The official acts on what is written in the journal by hand: write, change, sign, correct.

SoL 14 kap. 3 §, FL 27 §. What is signed is never changed; what is wrong gets a correction.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cases import note_rules as rules
from cases.actions import lock_case
from cases.models import Case, Draft, JournalEntry, Note
from cases.note_rules import NoteText
from jobbtorg import clock
from jobbtorg.acts import act, acting, refuse
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import setting


@act
def write_note(
    case: Case, told: NoteText, *, by: User, request_id: UUID, sign: bool = False
) -> Note:
    """Ny anteckning, unsigned unless `sign`; sent twice, it answers with the same note.

    Raises RuleBroken.
    """
    case = lock_case(case)
    again = Note.objects.filter(request_id=request_id, case=case, author=by).first()
    if again:
        return again
    told, now = told.as_noted(), clock.now()
    refuse(rules.against_new_note(case, by), rules.against_text(told, clock.today()))
    note = Note(
        case=case,
        author=by,
        written_at=now,
        locks_at=now + timedelta(hours=setting("anteckning_lases_efter_timmar")),
        request_id=request_id,
    )
    _save(note, told, now)
    Draft.objects.filter(user=by, case=case, form="anteckning").delete()
    if sign:
        _sign(note, now)
    return note


@act
def change_note(note: Note, told: NoteText, *, by: User, seen: int, sign: bool = False) -> Note:
    """What the note says now; `seen` is the version that its author had before their eyes.

    Raises RuleBroken: locked, somebody else's, or saved in another tab since.
    """
    note = _lock(note)
    told = told.as_noted()
    refuse(
        rules.against_changing(note, by),
        rules.against_stale(note, seen),
        rules.against_text(told, clock.day_of(note.written_at)),
    )
    note.version += 1
    _save(note, told, clock.now())
    Draft.objects.filter(user=by, case=note.case, form=note.form).delete()
    if sign:
        _sign(note, note.saved_at)
    return note


def _lock(note: Note) -> Note:
    """The case's row and the note's, locked until the commit."""
    lock_case(note.case)
    return Note.objects.select_for_update(of=("self",)).select_related("case").get(pk=note.pk)


def _save(note: Note, told: NoteText, now: datetime) -> None:
    for name in ("event_on", "title", "source", "text"):
        setattr(note, name, getattr(told, name))
    note.author_title, note.saved_at = note.author.acting_as(), now
    note.save()


@act
def sign_note(note: Note, *, by: User) -> JournalEntry:
    """Signera: from here on the note is the journal's. Raises RuleBroken."""
    note = _lock(note)
    refuse(rules.against_changing(note, by), rules.against_unsaved(note, by))
    return _sign(note, clock.now())


@transaction.atomic
def sign_overdue(pk: int) -> None:
    """Signs a note that has locked itself, as of that moment and in its writer's name.

    Also when the writer has left or turned out to be jävig: what was written stays written.
    """
    lock_case(Case.objects.get(notes=pk))
    note = Note.objects.overdue().select_for_update().filter(pk=pk).first()
    if note:
        with acting(None):
            _sign(note, note.locks_at)


def _sign(note: Note, moment: datetime) -> JournalEntry:
    """The note as an entry, with its day, its writer and the moment when it was first saved."""
    entry = JournalEntry.objects.create(
        case=note.case,
        kind=JournalEntry.Kind.NOTE,
        event_on=note.event_on,
        written_at=note.written_at,
        author=note.author,
        author_title=note.author_title,
        title=note.title,
        source=note.source,
        text=note.text,
    )
    note.entry, note.signed_at = entry, moment
    note.save()
    return entry


@act
def correct(entry: JournalEntry, reason: str, text: str, *, by: User) -> JournalEntry:
    """Rätta: a new entry that says what was wrong and what is right; the old one stays as it was.

    Raises RuleBroken.
    """
    lock_case(entry.case)
    entry = JournalEntry.objects.select_related("case__unit", "correction__author").get(pk=entry.pk)
    refuse(rules.against_correcting(entry, by), rules.against_correction(reason, text))
    correction = JournalEntry.objects.create(
        case=entry.case,
        kind=JournalEntry.Kind.CORRECTION,
        event_on=clock.today(),
        written_at=clock.now(),
        author=by,
        author_title=by.acting_as(),
        title=_title_of_correction(entry),
        text=text.strip(),
        corrects=entry,
        reason=reason.strip(),
    )
    Draft.objects.filter(user=by, case=entry.case, form=f"rattelse-{entry.pk}").delete()
    return correction


def _title_of_correction(entry: JournalEntry) -> str:
    """Names what it corrects; a correction of a correction names the same first entry."""
    named = entry.title.removeprefix("Rättelse: ")
    return f"Rättelse: {named}"[: JournalEntry._meta.get_field("title").max_length]
