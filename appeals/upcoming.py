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
    limits = limits_of_today()
    known: dict[Any, bool] = {}
    waiting = Appeal.objects.filter(decision__application__case__in=cases.values("pk")).to_do()
    for appeal in waiting.whole():
        step = next_step(appeal, user, known)
        if step:
            due_on = pace_of(appeal, limits=limits).due_on
            told = (step.label, appeal.case, step.url, step.who, step.mine)
            yield Due(due_on, "Överklagande", *told)
