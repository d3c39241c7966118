"""The official acts of putting right what was noted wrong from a court: the old stays, struck."""

from typing import Any

from appeals import correcting_rules as rules
from appeals import court_rules
from appeals.court_rules import EventData, JudgmentData
from appeals.judging import (
    fresh,
    in_words,
    note_judgment,
    taken_up,
    write_event,
    write_judgment,
)
from appeals.mal import Mal
from appeals.models import Appeal, CourtEvent, Judgment
from cases.actions import lock_case
from cases.journal import record
from cases.models import Draft, JournalEntry
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

Row = CourtEvent | Judgment


@act
def correct_event(old: CourtEvent, told: EventData, reason: str, *, by: User) -> CourtEvent:
    """Notes it anew, in the place of what was noted wrong. Raises RuleBroken."""
    appeal, old = _locked(old, by)
    refuse(
        rules.against_reason(reason),
        court_rules.against_event(appeal, told, without=old),
        rules.against_moving(appeal, old, told),
    )
    judgment = Mal(appeal, told.way, old).appealable
    row = write_event(appeal, told, judgment, by, **_corrects(old, reason))
    title = f"Rättat, {row.court}, {appeal.dnr}: {row.get_kind_display().lower()}"
    _note(row, title, f"{in_words(row)}\n{row.text}", by=by)
    return row


@act
def correct_judgment(old: Judgment, told: JudgmentData, reason: str, *, by: User) -> Judgment:
    """Registers it anew, in the place of what was noted wrong, if nothing rests on that.

    Raises RuleBroken.
    """
    appeal, old = _locked(old, by)
    against = court_rules.against_judgment(appeal, told, without=old)
    refuse(rules.against_reason(reason), against)
    row = write_judgment(appeal, told, by, **_corrects(old, reason))
    _forget(old)
    note_judgment(row, f"Rättad dom, {row.court}, {appeal.dnr}: {row.short.lower()}", by=by)
    return taken_up(row, by=by)


@act
def strike(old: Row, reason: str, *, by: User) -> Row:
    """Strikes what should not have been noted: nothing takes its place. Raises RuleBroken."""
    appeal, old = _locked(old, by)
    refuse(rules.against_reason(reason))
    if isinstance(old, CourtEvent):
        refuse(rules.against_moving(appeal, old, None))
    told = {
        field.attname: getattr(old, field.attname)
        for field in old._meta.concrete_fields
        if not field.primary_key and field.name != "replaces"
    }
    told |= {"noted_by_id": by.pk, "noted_at": clock.now(), "strikes": True}
    row: Row = type(old).objects.create(**(told | _corrects(old, reason)))
    what = "dom" if isinstance(row, Judgment) else row.get_kind_display().lower()
    _note(row, f"Struket, {row.court}, {appeal.dnr}: {what}", "", by=by)
    return row


def _locked(old: Any, by: User) -> tuple[Appeal, Any]:
    """The appeal and the row as they stand now, when nothing stands in the way. Locks the case."""
    lock_case(old.appeal.case)
    appeal = fresh(old.appeal)
    old = type(old).objects.get(pk=old.pk)
    refuse(rules.against_correcting(appeal, old, by))
    return appeal, old


def _corrects(old: Row, reason: str) -> dict[str, Any]:
    """What a row has that takes another's place."""
    placed_at = old.placed_at or old.noted_at
    return {"replaces": old, "placed_at": placed_at, "reason": reason.strip()}


def _note(row: Row, title: str, text: str, *, by: User) -> None:
    _forget(row.replaces)
    day = row.judged_on if isinstance(row, Judgment) else row.event_on
    told = f"{text.strip()}\nRättelse: {row.reason}".strip()
    case, kind = row.appeal.case, JournalEntry.Kind.DOCUMENT
    record(case, title, by=by, text=told, event_on=day, kind=kind)


def _forget(old: Any) -> None:
    """The drafts of the form that put it right."""
    Draft.objects.filter(case=old.appeal.case, form=draft_of(old)).delete()


def draft_of(old: Row) -> str:
    """By what name the form that puts it right keeps what is written."""
    return f"ratta-{'dom' if isinstance(old, Judgment) else 'fran-ratten'}-{old.pk}"
