"""What comes next in an insats and by when: one function, asked when read and kept in the case."""

from datetime import date, timedelta

from cases.models import Case, Status
from cases.running import answer
from followup.insats import Insats, insats_of
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from jobbtorg.rulebook.models import setting

WATCH = ("periodens_slut_forsta", "periodens_slut_andra", "periodens_slut_sista")


def working_days_after(day: date, count: int) -> date:
    """The working day so many working days after the day."""
    for _ in range(count):
        day = next_working_day(day)
    return day


@answer
def due_in(case: Case) -> date | None:
    """The day by which the next thing in the case's insats is done, where one runs."""
    insats = insats_of(case)
    return due_on(insats) if insats and not insats.closing else None


def due_on(insats: Insats) -> date:
    """The day by which the next thing in the insats is done, at the latest the period's last."""
    return min(_asked_for(insats), insats.last_day)


def _asked_for(insats: Insats) -> date:
    """What comes next: to give and take on the uppdrag, to plan, to follow up. users.md G18."""
    if insats.assignment is None or insats.acceptance is None:
        given = insats.assignment
        since = clock.day_of(given.given_at) if given else insats.decision.decided_on
        if given and insats.case.coach != given.coach:
            since = clock.today()  # handed over: the new coach has as many days
        return working_days_after(since, setting("uppdrag_inom_arbetsdagar"))
    if insats.plan is None:
        taken = clock.day_of(insats.acceptance.accepted_at)
        return taken + timedelta(days=setting("jobbplan_inom_dagar"))
    return min(next_follow_up(insats), watched_from(insats))


def next_follow_up(insats: Insats) -> date:
    """The day that the latest of uppdrag, jobbplan and uppföljning sets."""
    held = insats.given.follow_ups.order_by("-pk").first()
    plan = insats.plan
    days = [(insats.given.given_at, insats.given.follow_up_on)]
    if plan:
        days.append((plan.written_at, plan.follow_up_on))
    if held:
        days.append((held.written_at, held.next_on or insats.last_day))
    return max(days)[1]


def watched_from(insats: Insats) -> date:
    """When the watch over the end of the period next asks for something. users.md §8, 21.

    At 45, 30 and 14 days before the end, and on the last day; each that has passed since the
    latest follow-up is done with.
    """
    held = insats.given.follow_ups.order_by("-held_on").first()
    for key in WATCH:
        day = insats.last_day - timedelta(days=setting(key))
        if held is None or held.held_on < day:
            return day
    return insats.last_day


def set_due(insats: Insats) -> None:
    """Keeps the day in the case, whose lists are sorted by it; while a new application is tried,
    the day is that one's."""
    case = insats.case
    if case.status != Status.PAGAR:
        return
    case.due_on = due_on(insats)
    case.save()
