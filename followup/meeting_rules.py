"""Why a meeting cannot be planned, changed or called off: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from cases.summoning_rules import against_meeting
from followup.insats import Insats
from followup.models import Attendance, PlannedMeeting
from followup.rules import against_closed, against_empty, against_outsider, against_unassigned
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


@dataclass(frozen=True)
class MeetingData:
    """When, how and where the meeting is, and what it is about."""

    meeting_at: datetime
    activity: Code
    manner: str
    place: str
    purpose: str


def against_planning(insats: Insats, by: User) -> list[Rule]:
    """Why this user plans no meetings in the insats now."""
    rules = [*against_outsider(insats, by), *against_closed(insats)]
    return rules + list(against_unassigned(insats))


def against_planned(insats: Insats, told: MeetingData) -> Iterator[Rule]:
    """What is wrong with this meeting: it lies ahead, and within the period."""
    yield from against_meeting(told)
    if clock.day_of(told.meeting_at) > insats.last_day:
        sentence = f"Perioden slutar {insats.last_day}. Ange en tidigare dag."
        yield Rule("after_period", sentence, where="meeting_on")


def against_changing(insats: Insats, old: PlannedMeeting, by: User) -> list[Rule]:
    """Why this user cannot put another time in the place of the meeting's."""
    return [*against_planning(insats, by), *against_past(old)]


def against_calling_off(insats: Insats, old: PlannedMeeting, by: User) -> list[Rule]:
    """Why this user cannot call the meeting off: a new coach need not have begun for that."""
    return [*against_outsider(insats, by), *against_closed(insats), *against_past(old)]


def against_past(old: PlannedMeeting) -> Iterator[Rule]:
    """What is noted, changed or called off already stays as it is."""
    if old.called_off:
        yield Rule("called_off", "Mötet är redan inställt.", kind="conflict")
    elif hasattr(old, "replaced_by"):
        yield Rule("replaced", "Mötet är redan ändrat eller inställt.", kind="conflict")
    elif old.attendances.current().exists():
        yield Rule("noted", "Närvaron vid mötet är redan antecknad.", kind="conflict")


def against_reason(why: str) -> Iterator[Rule]:
    """Nothing that was agreed is changed or called off without saying why."""
    yield from against_empty("why_replaced", why, "Skriv varför.")


def against_attending(
    insats: Insats, meeting: PlannedMeeting, happened_on: date, replaces: Attendance | None
) -> Iterator[Rule]:
    """Why närvaro at this planned meeting is not noted so."""
    if meeting.assignment_id != insats.given.pk:
        yield Rule("meeting", "Mötet hör till en annan insats.", where="meeting")
        return
    if meeting.called_off or hasattr(meeting, "replaced_by"):
        yield Rule("meeting", "Mötet är ändrat eller inställt.", where="meeting")
    if meeting.meeting_at > clock.now():
        yield Rule("meeting", "Mötet har inte varit än.", where="meeting")
    elif happened_on != meeting.day:
        sentence = f"Mötet var planerat till {meeting.day}. Ange den dagen."
        yield Rule("happened_on", sentence, where="happened_on")
    noted = meeting.attendances.current()
    if replaces:
        noted = noted.exclude(pk=replaces.pk)
    if noted.exists():
        yield Rule("noted", "Närvaron vid mötet är redan antecknad.", where="meeting")
