"""By when each appeal is with the court, answered or followed: what falls due of appeals. G8."""

from collections.abc import Iterator
from typing import Any

from appeals.models import Appeal
from appeals.standing import limits_of_today, next_step, pace_of
from cases.upcoming import Due, source
from jobbtorg.organisation.models import User


@source
def appeals(user: User, cases: Any) -> Iterator[Due]:
    """Those that something is to be done about here."""
    waiting = _waiting(cases)
    if not waiting:
        return
    limits = limits_of_today()
    known: dict[Any, bool] = {}
    for appeal in Appeal.objects.filter(pk__in=waiting).whole():
        step = next_step(appeal, user, known)
        if step:
            due_on = pace_of(appeal, limits=limits).due_on
            told = (step.label, appeal.case, step.url, step.who, step.mine)
            yield Due(due_on, "Överklagande", *told)


def _waiting(cases: Any) -> list[int]:
    """Which they are, found before anything is read of them: one question of it all is planned
    for longer than these take, and asks the court's state of every appeal in the city."""
    theirs = Appeal.objects.filter(decision__application__case__in=cases.values("pk"))
    keys = list(theirs.order_by().values_list("pk", flat=True))
    waiting = Appeal.objects.filter(pk__in=keys).to_do()
    return list(waiting.order_by().values_list("pk", flat=True))
