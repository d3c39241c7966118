"""The official acts on a decision that holds: correct, change, end early. FL 36–38 §§.

Nothing is edited: each is a new decision, whole in itself, that takes the place of the old.
"""

from dataclasses import dataclass, replace
from datetime import date

from cases.actions import lock_case
from cases.conflict_rules import against_unsigned
from cases.letters.previews import keep, printed
from cases.models import Case, Draft, LetterPreview, Status
from cases.rulings import Rulings
from decisions import later_rules as rules
from decisions import writing
from decisions.deciders import Decider, delegate_for
from decisions.differences import differences, rulings_of, worse
from decisions.later_content import later_letter, unnamed_in
from decisions.later_rules import Why
from decisions.models import ADVERSE, Amendment, Decision, Kind
from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.organisation.models import User

TITLES = {
    Kind.CORRECTION: "rättade",
    Kind.CHANGE: "ändrade",
    Kind.ENDING: "avslutade insatsen i förtid och ersatte",
}
RECEIVES_A_LETTER = (Status.BESLUTAD, Status.PAGAR, Status.AVSLUTAD)


@dataclass(frozen=True)
class Replacement:
    """What takes the place of a decision: of which kind, what it rules, and why."""

    kind: str
    rulings: Rulings
    why: Why
    ends_on: date | None = None


def correction(rulings: Rulings, why: Why) -> Replacement:
    """An evident slip put right. FL 36 §."""
    return Replacement(Kind.CORRECTION, rulings, Why(why.explanation))


def change(decision: Decision, rulings: Rulings, why: Why) -> Replacement:
    """Another outcome; what is worse for the person is adverse, whatever is told. FL 37–38 §§."""
    adverse = why.adverse or bool(worse(rulings_of(decision), rulings))
    return Replacement(Kind.CHANGE, rulings, replace(why, adverse=adverse, ground_on=None))


def ending(decision: Decision, ends_on: date, why: Why) -> Replacement:
    """The same insats, with an earlier last day: adverse unless the person has asked for it."""
    old = rulings_of(decision)
    right, may = (
        replace(ruling, period_to=min(ruling.period_to, ends_on)) if ruling.period_to else ruling
        for ruling in (old.right, old.may)
    )
    why = replace(why, adverse=why.ground in ADVERSE)
    return Replacement(Kind.ENDING, replace(old, right=right, may=may), why, ends_on)


@act
def decide(decision: Decision, made: Replacement, *, by: User) -> Decision:
    """Puts another decision in the place of this one, as `made` says. Raises RuleBroken."""
    return _decide(decision, made, by=by)


@act
def correct(decision: Decision, rulings: Rulings, why: Why, *, by: User) -> Decision:
    """Rätta: the decision anew, with the slip put right. FL 36 §. Raises RuleBroken."""
    return _decide(decision, correction(rulings, why), by=by)


@act
def change_decision(decision: Decision, rulings: Rulings, why: Why, *, by: User) -> Decision:
    """Ändra: another decision in place of the old. FL 37–38 §§. Raises RuleBroken."""
    return _decide(decision, change(decision, rulings, why), by=by)


@act
def end_early(decision: Decision, ends_on: date, why: Why, *, by: User) -> Decision:
    """Avsluta i förtid: the insats ends on an earlier day, on its ground. FL 37 §, SoL 14 kap. 9 §.

    Raises RuleBroken.
    """
    return _decide(decision, ending(decision, ends_on, why), by=by)


def preview(decision: Decision, made: Replacement, *, by: User) -> LetterPreview:
    """The letter that the decision would give. Raises RuleBroken, as the act does."""
    refuse(rules.against_replacing(decision, made.kind, by))
    refuse(rules.against_delegate(decision, made.kind, made.why, by), against(decision, made))
    letter = later_letter(decision, made, delegate_for(decision.application.case, by, made.kind))
    return keep(letter, decision.application, by=by)


def against(decision: Decision, made: Replacement, day: date | None = None) -> list[Rule]:
    """Every reason against what is decided on the day, today unless told, whoever decides."""
    day, why = day or clock.today(), made.why
    if made.kind == Kind.CORRECTION:
        return rules.against_correction(decision, made.rulings, why, day)
    appealed = list(rules.against_appealed(decision, why))
    if made.kind == Kind.CHANGE:
        return appealed + rules.against_change(decision, made.rulings, why, day)
    assert made.ends_on is not None
    return appealed + rules.against_ending(decision, made.ends_on, why, day)


def _decide(decision: Decision, made: Replacement, *, by: User) -> Decision:
    case = lock_case(decision.application.case)
    refuse(rules.against_replacing(decision, made.kind, by))
    refuse(
        rules.against_delegate(decision, made.kind, made.why, by),
        against(decision, made),
        against_unsigned(case, by),
    )
    return write(case, decision, made, delegate_for(case, by, made.kind), by=by)


def write(
    case: Case, decision: Decision, made: Replacement, decider: Decider, *, by: User
) -> Decision:
    """Writes what has been found lawful: the decision that takes the place of the old."""
    hearing = rules.hearing_for(decision, made.why.ground) if made.why.adverse else None
    letter = later_letter(decision, made, decider)
    new = writing.write_row(
        decision.application,
        decider,
        kind=made.kind,
        changes=decision,
        ground=made.why.ground,
        ground_on=made.why.ground_on,
        presented_by=hearing.sent_by if hearing else None,
        riktlinje=decision.riktlinje,
        reply_met=made.why.reply_met,
        unnamed=unnamed_in(case),
    )
    writing.write_rulings(new, made.rulings)
    Amendment.objects.create(
        decision=new,
        explanation=made.why.explanation.strip(),
        adverse=made.why.adverse,
        hearing=hearing,
    )
    writing.write_letter(new, printed(letter, decision.application, by=by))
    if case.status in RECEIVES_A_LETTER:
        writing.await_letter(case)
    Draft.objects.filter(case=case, form=f"{made.kind}-{decision.pk}").delete()
    _note(decision, new, by=by)
    return new


def _note(old: Decision, new: Decision, *, by: User) -> None:
    """In the journal: what was changed, from what to what, and why."""
    found = differences(rulings_of(old), rulings_of(new))
    changed = [f"{row.label}: {row.before} → {row.now}" for row in found]
    told = [new.get_ground_display()] if new.ground else []
    text = "\n".join([new.amendment.explanation, *told, *changed])
    title = f"Beslut {new.number} {TITLES[Kind(new.kind)]} beslut {old.number}"
    writing.note_decided(new.application.case, new, title, by=by, text=text)
