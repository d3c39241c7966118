"""The acts of planning a meeting in the insats without a kallelse, changing it, calling it off."""

from typing import Any

from cases.journal import record
from cases.models import Case, Draft, Summons
from cases.summoning import in_words
from followup import meeting_rules as rules
from followup.assigning import locked_insats
from followup.meeting_rules import MeetingData
from followup.models import PlannedMeeting
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DRAFT, CALLING_OFF = "mote", "mote-installt"


@act
def plan_meeting(case: Case, told: MeetingData, *, by: User) -> PlannedMeeting:
    """Planerar ett möte that needs no letter. Raises RuleBroken."""
    insats = locked_insats(case)
    refuse(rules.against_planning(insats, by))
    refuse(rules.against_planned(insats, told))
    row = _written(told, by, assignment=insats.given)
    title = f"Möte {in_words(row.meeting_at)} planerades"
    _record(insats.case, title, _what(row), by, DRAFT)
    return row


@act
def change_meeting(old: PlannedMeeting, told: MeetingData, why: str, *, by: User) -> PlannedMeeting:
    """Puts another time, place or purpose in the place of what was agreed. Raises RuleBroken."""
    insats = locked_insats(old.assignment.application.case)
    old = _fresh(old)
    refuse(rules.against_changing(insats, old, by))
    refuse(rules.against_planned(insats, told), rules.against_reason(why))
    row = _written(told, by, assignment=old.assignment, replaces=old, why_replaced=why.strip())
    title = f"Mötet {in_words(old.meeting_at)} ändrades till {in_words(row.meeting_at)}"
    if old.meeting_at == row.meeting_at:
        title = f"Mötet {in_words(old.meeting_at)} ändrades"
    _record(insats.case, title, f"{row.why_replaced}\n{_what(row)}", by, f"{DRAFT}-{old.pk}")
    return row


@act
def call_off_meeting(old: PlannedMeeting, why: str, *, by: User) -> PlannedMeeting:
    """Ställ in: the meeting will not be, or never was. Raises RuleBroken."""
    insats = locked_insats(old.assignment.application.case)
    old = _fresh(old)
    refuse(rules.against_calling_off(insats, old, by))
    refuse(rules.against_reason(why))
    told = MeetingData(old.meeting_at, old.activity, old.manner, old.place, old.purpose)
    row = _written(
        told,
        by,
        assignment=old.assignment,
        replaces=old,
        why_replaced=why.strip(),
        called_off=True,
    )
    title = f"Mötet {in_words(old.meeting_at)} ställdes in"
    _record(insats.case, title, row.why_replaced, by, f"{CALLING_OFF}-{old.pk}")
    return row


def _fresh(old: PlannedMeeting) -> PlannedMeeting:
    """The meeting as it stands now that the case is locked."""
    return PlannedMeeting.objects.select_related("activity", "assignment").get(pk=old.pk)


def _written(told: MeetingData, by: User, **more: Any) -> PlannedMeeting:
    return PlannedMeeting.objects.create(
        meeting_at=told.meeting_at,
        activity=told.activity,
        manner=told.manner,
        place=told.place.strip() if told.manner == Summons.Manner.VISIT else "",
        purpose=told.purpose.strip(),
        planned_by=by,
        planned_at=clock.now(),
        **more,
    )


def _what(row: PlannedMeeting) -> str:
    return f"{row.activity}. {row.where}. {row.purpose}"


def _record(case: Case, title: str, text: str, by: User, draft: str) -> None:
    """The journal's line; what was kept of the form is done with."""
    Draft.objects.filter(user=by, case=case, form=draft).delete()
    record(case, title, by=by, text=text)
