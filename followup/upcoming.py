"""What falls due in insatser beside the next step: meetings, follow-up and the period's end."""

from collections.abc import Iterator
from typing import Any, cast

from django.urls import reverse

from cases.models import Case
from cases.steps import is_chef_at
from cases.upcoming import AHEAD, Due, source
from followup.models import PlannedMeeting
from followup.ongoing import assignments_of, shown
from jobbtorg import clock
from jobbtorg.organisation.models import User


@source
def insatser(user: User, cases: Any) -> Iterator[Due]:
    """What is over and not closed is a next step already: to close it, and nothing else."""
    today = clock.today()
    running: Any = assignments_of(cases)
    for row in shown(running.filter(runs_to__gte=today)):
        told, case = cast(Any, row), row.application.case
        where = reverse("follow_ups", args=[case.slug])
        if told.followed_on <= today + AHEAD:
            label = "Följ upp uppdraget"
            chefs = f"Chefer, {case.unit}"
            mine = is_chef_at(user, case)
            yield Due(told.followed_on, "Uppföljning", label, case, where, chefs, mine)
        if told.runs_to <= today + AHEAD:
            label = "Sista dagen i perioden"
            yield Due(told.runs_to, "Insats slutar", label, case, where, *_coachs(user, case))


@source
def meetings(user: User, cases: Any) -> Iterator[Due]:
    """A meeting that has been, and at which no närvaro is noted yet."""
    running = assignments_of(cases).values("pk")
    rows = PlannedMeeting.objects.standing().without_attendance()
    rows = rows.filter(assignment__in=running, meeting_at__lte=clock.now())
    near = [f"assignment__application__case__{name}" for name in ("person", "coach", "unit")]
    for row in rows.select_related(*near):
        case = row.assignment.application.case
        where = f"{reverse('attendance', args=[case.slug])}?mote={row.pk}"
        yield Due(row.day, "Möte", "Anteckna närvaro", case, where, *_coachs(user, case))


def _coachs(user: User, case: Case) -> tuple[str, bool]:
    """Who has the case, and whether that is the user, or who has the work meanwhile."""
    own = case.coach_id == user.pk or user.stands_in_for(case.coach)
    return str(case.coach or ""), own
