"""Why närvaro or a händelse cannot be noted, or put right: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.models import Summons
from followup.insats import Insats
from followup.meeting_rules import against_attending
from followup.models import Attendance, Event, PlannedMeeting
from followup.rules import (
    against_closed,
    against_day,
    against_empty,
    against_outsider,
    against_unassigned,
)
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code

Outcome = Attendance.Outcome


@dataclass(frozen=True)
class AttendanceData:
    """To what the participant came, or did not, and why."""

    happened_on: date
    activity: Code
    outcome: str
    text: str
    summons: Summons | None = None
    meeting: PlannedMeeting | None = None


@dataclass(frozen=True)
class EventData:
    """What happened, and what it leads to."""

    happened_on: date
    kind: str
    text: str
    measures: str


def against_noting(insats: Insats, by: User) -> list[Rule]:
    """Why this user notes nothing about the insats now."""
    rules = [*against_outsider(insats, by), *against_closed(insats)]
    return rules + list(against_unassigned(insats))


def against_attendance(
    insats: Insats, told: AttendanceData, replaces: Attendance | None = None
) -> list[Rule]:
    """What is wrong with this närvaro: an excuse is told in words."""
    rules = [*against_day(insats, told.happened_on, "happened_on")]
    if told.outcome not in Outcome.values:
        rules.append(Rule("outcome", "Ange om deltagaren kom.", where="outcome"))
    if told.outcome == Outcome.EXCUSED:
        rules += against_empty("text", told.text, "Skriv vilket skälet var.")
    if told.summons and told.summons.case_id != insats.case.pk:
        rules.append(Rule("summons", "Kallelsen hör till ett annat ärende.", where="summons"))
    if told.meeting:
        rules += against_attending(insats, told.meeting, told.happened_on, replaces)
    return rules


def against_event(insats: Insats, told: EventData) -> list[Rule]:
    """What is wrong with this händelse."""
    rules = [*against_day(insats, told.happened_on, "happened_on")]
    if told.kind not in Event.Kind.values:
        rules.append(Rule("kind", "Ange vad det är för händelse.", where="kind"))
    return rules + list(against_empty("text", told.text, "Skriv vad som hände."))


def against_replacing(insats: Insats, old: Attendance | Event | None, why: str) -> Iterator[Rule]:
    """What is put right is of the same insats, holds still, and the reason is told."""
    if old is None:
        return
    if hasattr(old, "replaced_by"):
        yield Rule("replaced", "Anteckningen är redan rättad.", kind="conflict")
    yield from against_empty("why_replaced", why, "Skriv varför anteckningen rättas.")
