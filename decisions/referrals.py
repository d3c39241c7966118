"""Hänskjutande: refer to the nämnd, register what it decided, or take the case back from it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.actions import lock_case, name_on_case, unname_secretaries
from cases.journal import record
from cases.letters.previews import keep
from cases.models import Application, Case, Draft, Investigation, LetterPreview
from cases.rulings import Rulings
from decisions import rules
from decisions.actions import letter_of, write_decision
from decisions.deciders import Minutes, Namnd
from decisions.models import Decision, Kind, Referral, ReferralAnswer
from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.organisation.models import User


@act
def refer(case: Case, ground: str, reasons: str, *, by: User) -> Referral:
    """Hänskjut till nämnden: from here on nobody decides by delegation. KL 6 kap. 38 §.

    Raises RuleBroken.
    """
    case = lock_case(case)
    refuse(rules.against_referring(case, by, ground, reasons))
    return write(case.application, ground, reasons, by=by)


def write(application: Application, ground: str, reasons: str, *, by: User, **of: Any) -> Referral:
    """Writes what has been found lawful; `of` tells its kind, and the decision it concerns."""
    case = application.case
    referral = Referral.objects.create(
        application=application,
        ground=ground,
        reasons=reasons.strip(),
        referred_by=by,
        referred_at=clock.now(),
        **of,
    )
    if case.person.is_protected:
        name_on_case(case)
    form = "hanskjut" if referral.kind == Kind.INSATS else f"hanskjut-{referral.draft}"
    Draft.objects.filter(user=by, case=case, form=form).delete()
    text = f"{referral.get_ground_display()}\n{referral.reasons}"
    title = "Ärendet hänsköts till nämnden"
    if referral.kind != Kind.INSATS:
        title += f": {referral.get_kind_display().lower()}"
    record(case, title, by=by, text=text)
    return referral


@act
def hand_back(referral: Referral, minutes: Minutes, note: str, *, by: User) -> ReferralAnswer:
    """The nämnd lets the case be decided by delegation after all. Raises RuleBroken."""
    case = lock_case(referral.application.case)
    minutes = minutes.as_noted()
    refuse(rules.against_answering(referral, by), rules.against_minutes(referral, minutes))
    answer = ReferralAnswer.objects.create(
        referral=referral,
        meeting_on=minutes.meeting_on,
        dnr=minutes.dnr,
        paragraph=minutes.paragraph,
        note=note.strip(),
        answered_by=by,
        answered_at=clock.now(),
    )
    if case.person.is_protected:
        unname_secretaries(case)
    drafts = ("namndens-beslut", "tillbaka", referral.draft)
    Draft.objects.filter(case=case, form__in=drafts).delete()
    LetterPreview.objects.filter(application=referral.application, user=by).delete()
    text = f"§ {answer.paragraph}, dnr {answer.dnr}\n{answer.note}".strip()
    title = "Nämnden lämnade tillbaka ärendet för beslut på delegation"
    record(case, title, by=by, text=text, event_on=answer.meeting_on)
    return answer


@act
def decide_by_namnd(
    referral: Referral, rulings: Rulings, minutes: Minutes, *, by: User
) -> Decision:
    """Registers the nämnd's own decision, with its rulings and its letter. FL 31–33 §§.

    Raises RuleBroken.
    """
    case = lock_case(referral.application.case)
    investigation, decider = _found_lawful(referral, rulings, minutes, by)
    decision = write_decision(investigation, rulings, decider, case=case, by=by)
    answer(referral, decision, by=by)
    return decision


def answer(referral: Referral, decision: Decision, *, by: User) -> None:
    """The nämnd's own decision answers the hänskjutande."""
    ReferralAnswer.objects.create(
        referral=referral, decision=decision, answered_by=by, answered_at=clock.now()
    )


def preview_by_namnd(
    referral: Referral, rulings: Rulings, minutes: Minutes, *, by: User
) -> LetterPreview:
    """The letter that the nämnd's decision would give. Raises RuleBroken, as the act does."""
    investigation, decider = _found_lawful(referral, rulings, minutes, by)
    return keep(letter_of(investigation, rulings, decider), investigation.application, by=by)


def _found_lawful(
    referral: Referral, rulings: Rulings, minutes: Minutes, by: User
) -> tuple[Investigation, Namnd]:
    """What the decision is written of, when no rule of the meeting's day stands in the way."""
    case = referral.application.case
    refuse(rules.against_answering(referral, by), rules.against_presenter(case))
    investigation = Investigation.objects.whole(case)
    decider = at_meeting(
        referral, minutes, by, lambda day: rules.against_content(investigation, rulings, day)
    )
    return investigation, decider


def at_meeting(
    referral: Referral, minutes: Minutes, by: User, against: Callable[[date], list[Rule]]
) -> Namnd:
    """The nämnd at its meeting, when the rules that `against` asks of that day let it decide."""
    refuse(rules.against_answering(referral, by))
    minutes = minutes.as_noted()
    lacking = rules.against_minutes(referral, minutes)
    decider = Namnd(minutes, by)
    undated = any(rule.where == "meeting_on" for rule in lacking)
    refuse(lacking, against(clock.today() if undated else decider.day))
    return decider
