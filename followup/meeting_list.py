"""What stands under Planerade möten: meetings to be, and those that wait for their närvaro."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from cases.models import Summons
from followup.insats import Insats
from followup.models import Attendance, PlannedMeeting
from jobbtorg import clock

DRAFTED = {"mote": "narvaro-mote", "kallelse": "narvaro-kallelse"}


@dataclass(frozen=True)
class Line:
    """A meeting as a row: planned without a letter, or one that the person is called to."""

    at: datetime
    row: PlannedMeeting | Summons
    what: str
    key: str

    @property
    def has_been(self) -> bool:
        """Whether it is time to note who came."""
        return self.at <= clock.now()

    @property
    def is_planned(self) -> bool:
        """Whether it was agreed without a kallelse, and is changed here."""
        return isinstance(self.row, PlannedMeeting)

    @property
    def is_called_off(self) -> bool:
        """Whether it will not be."""
        return isinstance(self.row, PlannedMeeting) and self.row.called_off


def meetings_of(insats: Insats) -> list[Line]:
    """The meetings of the insats, the soonest first; what is called off until it would have been.

    A kallelse stands among them if its meeting is after the uppdrag was given.
    """
    given = insats.assignment
    if given is None:
        return []
    rows = PlannedMeeting.objects.filter(assignment=given, replaced_by=None)
    planned = rows.without_attendance().select_related("activity", "planned_by")
    lines = [Line(row.meeting_at, row, f"{row.activity}", "mote") for row in planned]
    called = insats.case.summonses.filter(cancellation=None, meeting_at__gte=given.given_at)
    noted = Attendance.objects.current().filter(assignment=given, summons__isnull=False)
    for row in called.exclude(pk__in=noted.values("summons")).select_related("sent_by"):
        lines.append(Line(row.meeting_at, row, "Kallelse", "kallelse"))
    return sorted(
        (line for line in lines if not (line.is_called_off and line.has_been)),
        key=lambda line: (line.at, line.key, line.row.pk),
    )


def attended(insats: Insats, asked: Any) -> tuple[str, dict[str, Any]]:
    """The draft's name and the form's beginning for närvaro at the meeting asked for, if any.

    Raises Http404 where it is not one of the insats, or waits for no närvaro.
    """
    for key, draft in DRAFTED.items():
        if key in asked:
            line = _line(insats, key, asked[key])
            return f"{draft}-{line.row.pk}", _beginning(line)
    return "", {}


def _line(insats: Insats, key: str, pk: str) -> Line:
    for line in meetings_of(insats):
        if line.key == key and str(line.row.pk) == pk and line.has_been:
            return line
    raise Http404


def _beginning(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"happened_on": clock.day_of(line.at)}
    if isinstance(line.row, PlannedMeeting):
        return told | {"meeting": line.row, "activity": line.row.activity}
    return told | {"summons": line.row}
