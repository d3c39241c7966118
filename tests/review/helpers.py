"""A month of readings, and what was drawn from it."""

from datetime import datetime, time, timedelta

from cases.access import log_case
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.deadlines import add_months
from review import actions


def last_month():
    """The first day of the month that is over."""
    return add_months(clock.today().replace(day=1), -1)


def at(day, minute=0, month=None):
    """Within this block it is that day of last month, at nine and so many minutes."""
    first = month or last_month()
    moment = datetime.combine(first.replace(day=day), time(9), clock.STOCKHOLM)
    return clock.at(moment + timedelta(minutes=minute))


def reads(user, case, *, times=1, day=10, action=AccessLog.Action.READ):
    """The user opens the case so many times on that day of last month."""
    for minute in range(times):
        with at(day, minute):
            log_case(user, action, "Ärendets översikt", case)


def begun(world, by=None, unit=None):
    """The review of Farsta's last month, begun by the granskare unless told."""
    return actions.start_review(unit or world.unit(), last_month(), by=by or world.granskare)


def found_in_the_log(world, case):
    """That the colleague opened the coach's case: two months ago, so that last month is free."""
    before = add_months(last_month(), -1)
    with at(10, month=before):
        log_case(world.colleague, AccessLog.Action.READ, "Ärendets översikt", case)
    return actions.start_review(world.unit(), before, by=world.granskare).findings.get()
