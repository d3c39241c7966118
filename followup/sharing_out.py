"""Several cases given to another coach at once: the act of each in a transaction of its own."""

from collections.abc import Iterable

from cases.actions import assign
from cases.models import Case
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import User


def share_out(cases: Iterable[Case], coach: User, *, by: User) -> dict[Case, list[Rule]]:
    """Fördela om: each case to the coach; what was refused, with the reasons, by case."""
    left = {case: _given(case, coach, by) for case in cases}
    return {case: rules for case, rules in left.items() if rules}


def _given(case: Case, coach: User, by: User) -> list[Rule]:
    """The reasons why the case was not given; none when it was."""
    try:
        assign(case, coach, by=by)
    except RuleBroken as broken:
        return broken.rules
    return []
