"""What a user's calendar has of insatser: the period's end, and when the chef follows up."""

from collections.abc import Iterator
from typing import Any, cast

from cases.calendar import PAST, handled_by, meeting
from cases.models import Case
from followup.models import PlannedMeeting
from followup.ongoing import assignments_of
from jobbtorg import clock
from jobbtorg.calendar.sources import Event, source
from jobbtorg.organisation.models import CHEFER, User


@source
def insatser(user: User) -> Iterator[Event]:
    """The last day of each insats of the user's own cases; and at the own unit, each day for the
    chef's follow-up. Protected persons' are left out, as their deadlines are."""
    visible = Case.objects.visible_to(user).filter(person__protection="")
    yield from _ends(user, visible)
    units = [role.unit_id for role in user.roles() if role.function in CHEFER]
    for row in _rows(visible.filter(unit__in=units)):
        words = f"{row.application.case.number} Chefens uppföljning"
        yield Event(f"chefsuppfoljning-{row.pk}", row.followed_on, words)


@source
def planned_meetings(user: User) -> Iterator[Event]:
    """The meetings that are planned in the insatser of the user's own cases."""
    cases = Case.objects.visible_to(user).filter(handled_by(user))
    rows = PlannedMeeting.objects.standing().filter(
        assignment__in=assignments_of(cases).values("pk"), meeting_at__gte=clock.now() - PAST
    )
    for row in rows.select_related("assignment__application__case__person"):
        yield meeting(f"planerat-mote-{row.pk}", row, row.assignment.application.case)


def _ends(user: User, visible: Any) -> Iterator[Event]:
    """The last days of the periods."""
    for row in _rows(visible.filter(handled_by(user))):
        words = f"{row.application.case.number} Insatsen slutar"
        yield Event(f"slut-{row.pk}", row.runs_to, words)


def _rows(cases: Any) -> Any:
    return cast(Any, assignments_of(cases).select_related("application__case"))
