"""The way to a case from a page: only what the user may see, and every look is logged."""

from typing import Any

from django.http import Http404

from cases.models import Case
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import User


def get_case(
    user: User, slug: str, what: str, *, action: str | None = AccessLog.Action.READ
) -> Case:
    """The case, logged as read; 404 for a case that is not there or not the user's to see.

    Without an action only a refusal is logged: for what shows nothing of the case.
    """
    number = slug.replace("-", " ", 1)
    case = (
        Case.objects.visible_to(user)
        .select_related("person", "unit", "coach")
        .filter(number=number)
        .first()
    )
    if case is None:
        log.record(user, AccessLog.Action.REFUSED, what, case_number=number)
        raise Http404
    if action:
        log.record(user, action, what, case_number=number)
    return case


def log_refusal(user: User, what: str, broken: RuleBroken) -> None:
    """That the answer told of another case: who asks whether a person has one has searched."""
    if any(rule.code == "open_case" for rule in broken.rules):
        log.record(user, AccessLog.Action.REFUSED, what)


def log_list(user: User, what: str, rows: Any) -> None:
    """That a list of persons was seen, and which cases were on it."""
    numbers = ", ".join(row.number for row in rows)
    log.record(user, AccessLog.Action.LIST, what, reason=f"Visade: {numbers}" if numbers else "")
