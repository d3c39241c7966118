"""What a user's calendar has of cases: deadlines and meetings, by case number and never by name."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q

from cases.models import Case, Status, Summons
from cases.steps import next_step
from jobbtorg import clock
from jobbtorg.calendar.sources import Event, source
from jobbtorg.organisation.models import CHEFER, User

PAST = timedelta(days=30)  # meetings that have been
LENGTH = timedelta(hours=1)  # a kallelse says when a meeting begins, never when it ends


def handled_by(user: User) -> Q:
    """The cases that are the user's to handle, their own or those of whom they stand in for."""
    return Q(coach__in=[user.pk, *(held.user_id for held in user.stood_in_for())])


@source
def deadlines(user: User) -> Iterator[Event]:
    """The deadline of each open case of the user's, and of each that waits for their decision.

    Of protected persons' cases there is nothing to tell without the number, so they are left out.
    """
    chef_at = [role.unit_id for role in user.roles() if role.function in CHEFER]
    theirs = handled_by(user) | Q(status=Status.VANTAR, unit__in=chef_at)
    cases = Case.objects.visible_to(user).open().filter(theirs, person__protection="")
    for case in cases.for_worklist():
        if case.deadline is not None:
            words = f"{case.number} {next_step(case, user).label}"
            yield Event(f"frist-{case.pk}", case.deadline, words)


@source
def meetings(user: User) -> Iterator[Event]:
    """The meetings that the persons of the user's cases are called to, and not called off."""
    cases = Case.objects.visible_to(user).filter(handled_by(user))
    rows = Summons.objects.filter(
        case__in=cases.values("pk"), cancellation=None, meeting_at__gte=clock.now() - PAST
    )
    for row in rows.select_related("case__person"):
        yield meeting(f"mote-{row.pk}", row, row.case)


def meeting(key: str, row: Any, case: Case) -> Event:
    """A meeting as the calendar has it: of a protected person's, only that there is one."""
    manner = row.get_manner_display().lower()
    words = "Möte" if case.person.is_protected else f"{case.number} Möte, {manner}"
    return Event(key, row.meeting_at, words, row.meeting_at + LENGTH)
