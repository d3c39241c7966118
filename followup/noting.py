"""The acts while the insats is carried out: närvaro and händelser, and putting them right."""

from typing import Any

from cases.journal import record
from cases.models import Case, Draft, JournalEntry
from followup import noting_rules as rules
from followup.assigning import locked_insats
from followup.models import Attendance, Event
from followup.noting_rules import AttendanceData, EventData
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

ATTENDANCE, EVENT = "narvaro", "handelse"


@act
def note_attendance(
    case: Case,
    told: AttendanceData,
    *,
    by: User,
    replaces: Attendance | None = None,
    why_replaced: str = "",
) -> Attendance:
    """Notes whether the participant came, or puts right what was noted. Raises RuleBroken."""
    insats = locked_insats(case)
    refuse(rules.against_noting(insats, by), rules.against_attendance(insats, told, replaces))
    refuse(rules.against_replacing(insats, replaces, why_replaced))
    row = Attendance.objects.create(
        assignment=insats.given,
        activity=told.activity,
        outcome=told.outcome,
        text=told.text.strip(),
        summons=told.summons,
        meeting=told.meeting,
        **_noted(told, by, replaces, why_replaced),
    )
    title = f"{row.activity}: {row.get_outcome_display().lower()}"
    _record(case, title, row.text, row, by, ATTENDANCE)
    return row


@act
def note_event(
    case: Case,
    told: EventData,
    *,
    by: User,
    replaces: Event | None = None,
    why_replaced: str = "",
) -> Event:
    """Notes a händelse av betydelse or a deviation, or puts one right. Raises RuleBroken."""
    insats = locked_insats(case)
    refuse(rules.against_noting(insats, by), rules.against_event(insats, told))
    refuse(rules.against_replacing(insats, replaces, why_replaced))
    row = Event.objects.create(
        assignment=insats.given,
        kind=told.kind,
        text=told.text.strip(),
        measures=told.measures.strip(),
        **_noted(told, by, replaces, why_replaced),
    )
    text = row.text + (f"\nDet leder till: {row.measures}" if row.measures else "")
    _record(case, row.get_kind_display(), text, row, by, EVENT)
    return row


def _noted(
    told: AttendanceData | EventData, by: User, replaces: Any, why_replaced: str
) -> dict[str, Any]:
    """When, by whom, and what it puts right."""
    return {
        "happened_on": told.happened_on,
        "noted_by": by,
        "noted_at": clock.now(),
        "replaces": replaces,
        "why_replaced": why_replaced.strip() if replaces else "",
    }


def _record(
    case: Case, title: str, text: str, row: Attendance | Event, by: User, draft: str
) -> None:
    """The journal's line; a rättelse says so, and why."""
    names = [draft, f"{draft}-{row.replaces_id}"]
    if isinstance(row, Attendance):
        names += [f"{draft}-mote-{row.meeting_id}", f"{draft}-kallelse-{row.summons_id}"]
    Draft.objects.filter(user=by, case=case, form__in=names).delete()
    if row.replaces_id:
        title = f"Rättelse. {title}"
        text = f"{text}\nRättar det som antecknades {row.replaces}: {row.why_replaced}".strip()
    kind = JournalEntry.Kind.EVENT
    record(case, title, by=by, text=text, event_on=row.happened_on, kind=kind)
