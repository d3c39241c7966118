"""What the nämnd itself decides of the other kinds: hänskjut the question, register the decision.

A rättelse, ändring, avslut i förtid, avvisning, avskrivning or avslag på begäran om avgörande is
the nämnd's where nobody has the delegation, or it is a matter of principle. KL 6 kap. 37–38 §§.
"""

from datetime import date

from cases.actions import lock_case, unname_secretaries
from cases.letters.previews import keep
from cases.models import Case, LetterPreview, Status
from decisions import changing, formal, formal_rules, later_rules, referrals
from decisions.changing import Replacement
from decisions.deciders import Minutes, Namnd
from decisions.formal_rules import Formal
from decisions.later_content import formal_letter, later_letter
from decisions.models import Decision, Referral
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.organisation.models import User

Made = Formal | Replacement


@act
def refer_formal(case: Case, kind: str, ground: str, reasons: str, *, by: User) -> Referral:
    """Hänskjut a matter of form to the nämnd. Raises RuleBroken."""
    case = lock_case(case)
    refuse(formal_rules.against_asking_the_namnd(case, kind, by, ground, reasons))
    return referrals.write(case.application, ground, reasons, by=by, kind=kind)


@act
def refer_later(decision: Decision, kind: str, ground: str, reasons: str, *, by: User) -> Referral:
    """Hänskjut a rättelse, ändring or avslut i förtid to the nämnd. Raises RuleBroken."""
    lock_case(decision.application.case)
    refuse(later_rules.against_asking_the_namnd(decision, kind, by, ground, reasons))
    return referrals.write(
        decision.application, ground, reasons, by=by, kind=kind, concerns=decision
    )


@act
def decide(referral: Referral, made: Made, minutes: Minutes, *, by: User) -> Decision:
    """Registers what the nämnd decided, with its ruling and its letter. Raises RuleBroken."""
    case = lock_case(referral.application.case)
    decider = _lawful(referral, made, minutes, by)
    if isinstance(made, Formal):
        decision = formal.write(case, formal.dated(case, made), decider, by=by)
    else:
        decision = changing.write(case, _old(referral), made, decider, by=by)
    referrals.answer(referral, decision, by=by)
    if case.person.is_protected and case.status != Status.BESLUTAD:  # no letter keeps it open
        unname_secretaries(case)
    return decision


def preview(referral: Referral, made: Made, minutes: Minutes, *, by: User) -> LetterPreview:
    """The letter that the nämnd's decision would give. Raises RuleBroken, as the act does."""
    decider = _lawful(referral, made, minutes, by)
    case = referral.application.case
    if isinstance(made, Formal):
        letter = formal_letter(case.application, formal.dated(case, made), decider)
    else:
        letter = later_letter(_old(referral), made, decider)
    return keep(letter, referral.application, by=by)


def _old(referral: Referral) -> Decision:
    assert referral.concerns is not None
    return referral.concerns


def _lawful(referral: Referral, made: Made, minutes: Minutes, by: User) -> Namnd:
    """The nämnd at its meeting, when no rule of that day stands in the way."""
    assert made.kind == referral.kind

    def against(day: date) -> list[Rule]:
        case = referral.application.case
        if isinstance(made, Formal):
            told = formal.dated(case, made)
            state = formal_rules.against_state(case, made.kind, day)
            return [*state, *formal_rules.against_said(case, told, day)]
        held = later_rules.against_what_does_not_hold(_old(referral))
        return [*held, *changing.against(_old(referral), made, day)]

    return referrals.at_meeting(referral, minutes, by, against)
