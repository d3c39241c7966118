"""The way to a case from a page: only what the user may see, and every look is logged."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from cases.models import Case, Status
from cases.models.case import own, sight
from cases.models.seeing import Sight
from cases.opening_rules import lasting
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.built_once import built_once
from jobbtorg.once import once
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.namnder import acts_for

Assignment = AccessLog.Assignment


def get_case(
    user: User, slug: str, what: str, *, action: str | None = AccessLog.Action.READ
) -> Case:
    """The case, logged as read; 404 for a case that is not there or not the user's to see.

    A case that is not the user's, but opened with a reason, may be read: `case.opening` has the
    reason, which is logged with each look. Without an action only a refusal is logged: for what
    shows nothing of the case.
    """
    number = number_of(slug)
    seen = sight(user)
    case = _in_sight.one(seen, number) if seen else None
    if case:
        once(("seen", case.pk, user.pk), lambda: True)
    case = case or Case.objects.whole().opened_by(user).filter(number=number).first()
    if case is None:
        log_refused(user, what, number)
        raise Http404
    once(("barred", case.pk, user.pk), lambda: False)  # neither way leads who is jävig here
    case.opening = lasting(user).filter(case=case).first() if _asks_a_reason(user, case) else None
    if action:
        log_case(user, action, what, case)
    return case


@built_once
def _in_sight(seen: Sight, number: str) -> Any:
    return Case.objects.whole().in_sight(seen).filter(number=number)


def number_of(slug: str) -> str:
    """The case number that the address carries."""
    return slug.replace("-", " ", 1)


def _asks_a_reason(user: User, case: Case) -> bool:
    """Whether the case may be open to the user by a reason alone: elsewhere, or closed."""
    here = any(role.unit_id == case.unit_id for role in user.roles())
    return case.pk in own(user).opened and (not here or case.status == Status.AVSLUTAD)


def log_case(user: User, action: str, what: str, case: Case, *, reason: str = "") -> None:
    """One look at the case, with what the reader had to do with it then, and why it was opened."""
    opening = getattr(case, "opening", None)
    if opening and not reason:
        reason = opening.in_words
    standing = _standing(case, _assignment(user, case))
    log.record(user, action, what, case_number=case.number, reason=reason, standing=standing)


def log_refused(user: User, what: str, number: str) -> None:
    """That the user tried what is not theirs; also of a case that is not there."""
    case = Case.objects.select_related("person").filter(number=number).first()
    standing = _standing(case, Assignment.NONE) if case else None
    log.record(user, AccessLog.Action.REFUSED, what, case_number=number[:20], standing=standing)


def _assignment(user: User, case: Case) -> str:
    """What the reader has to do with the case; the first that holds.

    Whatever more gives access to a case is one line here and one in AccessLog.Assignment.
    """
    held = {role.function for role in user.roles()}
    here = {role.function for role in user.roles() if role.unit_id == case.unit_id}
    away = {role.function for role in user.stood_in_for() if role.unit_id == case.unit_id}
    reasons = [
        (case.coach_id == user.pk, Assignment.COACH),
        (user.stands_in_for(case.coach) or away & set(CHEFER), Assignment.SUBSTITUTE),
        (here & set(CHEFER), Assignment.CHEF),
        (case.person.is_protected, Assignment.NAMED),  # nobody else comes as far as this
        (getattr(case, "opening", None), Assignment.REASON),
        (Function.COACH in here, Assignment.UNIT),
        (Function.REGISTRATOR in held, Assignment.REGISTRATOR),
        (Function.NAMNDSEKRETERARE in held, Assignment.NAMND),
    ]
    return next((name for holds, name in reasons if holds), Assignment.NONE)


def _standing(case: Case, assignment: str) -> log.Standing:
    closed = case.status == Status.AVSLUTAD
    return log.Standing(assignment, closed, case.person.is_protected, case.unit_id)


def log_refusal(user: User, what: str, broken: RuleBroken) -> None:
    """That the answer told of another case: who asks whether a person has one has searched."""
    if any(rule.code == "open_case" for rule in broken.rules):
        log.record(user, AccessLog.Action.REFUSED, what)


def log_list(
    user: User, what: str, rows: Iterable[Any], action: str = AccessLog.Action.LIST
) -> None:
    """That a list of persons was seen, searched or exported, and which cases were on it."""
    log.record(user, action, what, shown=[row.number for row in rows])


def against_reading_log(user: User, case: Case) -> list[Rule]:
    """Who may read who has opened the case: its own coach, the unit's chefer and the granskare."""
    if acts_for(user, case.unit, Function.GRANSKARE) or user.holds(*CHEFER, unit=case.unit):
        return []
    if case.coach_id == user.pk:
        return []
    sentence = "Vem som har öppnat ärendet läser ärendets coach, enhetens chefer och granskaren."
    return [Rule("not_log_reader", sentence, kind="forbidden")]
