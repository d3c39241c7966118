"""Rättidsprövning: let the appeal on, or turn it away by a decision of its own. FL 45 §."""

from typing import Any

from appeals import trying_rules as rules
from appeals.models import Appeal, Trial
from appeals.rules import TRIES, against_unanswered
from appeals.timeliness import Timeliness, in_words, timeliness
from cases.actions import lock_case
from cases.journal import record
from cases.letters.previews import keep, printed
from cases.models import Draft, JournalEntry, LetterPreview, Status
from cases.rulings import RulingDraft
from decisions import writing
from decisions.deciders import Delegate, delegate_with
from decisions.formal import OUTCOMES, TITLES
from decisions.formal_rules import Formal
from decisions.later_content import formal_letter, unnamed_in
from decisions.models import Decision, Kind, Ruling
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.letters import Manuscript
from jobbtorg.organisation.models import User

KIND = Kind.LATE_APPEAL


@act
def let_on(appeal: Appeal, notice_fault: str = "", *, by: User) -> Trial:
    """I rätt tid: the appeal goes on. `notice_fault` is what delayed the person. FL 45 §.

    Raises RuleBroken.
    """
    lock_case(appeal.case)
    refuse(rules.against_trying(appeal, by))
    found = timeliness(appeal, notice_fault)
    refuse(rules.against_letting_on(found), against_unanswered(appeal, by))
    trial = Trial.objects.create(
        **_found(appeal, found, by),
        outcome=Trial.Outcome.IN_TIME,
        notice_fault=notice_fault.strip() if found.ground == Trial.Ground.NOTICE else "",
    )
    text = "\n".join(part for part in (in_words(found, appeal), trial.notice_fault) if part)
    _note(appeal, f"Överklagande {appeal.dnr} kom in i rätt tid", text, by=by)
    return trial


@act
def reject(appeal: Appeal, reasons: str, *, by: User) -> Decision:
    """Avvisa som för sent: a decision of its own, with letter and hänvisning. FL 45 §, G6.

    Raises RuleBroken.
    """
    case = lock_case(appeal.case)
    refuse(rules.against_trying(appeal, by))
    found = timeliness(appeal)
    refuse(rules.against_rejecting(found, reasons), against_unanswered(appeal, by))
    decider = delegate_with(case, by, TRIES)
    application = appeal.decision.application
    letter = _letter(appeal, found, reasons, decider)
    decision = writing.write_row(application, decider, kind=KIND, unnamed=unnamed_in(case))
    ruling = RulingDraft(OUTCOMES[KIND], reasons=reasons)
    writing.write_ruling(decision, Ruling.Basis.FORMAL, KIND, ruling)
    writing.write_letter(decision, printed(letter, application, by=by))
    Trial.objects.create(
        **_found(appeal, found, by), outcome=Trial.Outcome.LATE, rejection=decision
    )
    if case.status in (Status.BESLUTAD, Status.PAGAR, Status.AVSLUTAD):
        writing.await_letter(case)
    Draft.objects.filter(case=case, form=f"rattidsprovning-{appeal.pk}").delete()
    title = f"{TITLES[KIND]}, beslut {decision.number}"
    text = f"{in_words(found, appeal)}\n{reasons.strip()}"
    writing.note_decided(case, decision, title, by=by, text=text)
    return decision


def preview(appeal: Appeal, reasons: str, *, by: User) -> LetterPreview:
    """The letter that turning it away would give. Raises RuleBroken, as the act does."""
    refuse(rules.against_trying(appeal, by))
    found = timeliness(appeal)
    refuse(rules.against_rejecting(found, reasons))
    letter = _letter(appeal, found, reasons, delegate_with(appeal.case, by, TRIES))
    return keep(letter, appeal.decision.application, by=by)


def _letter(appeal: Appeal, found: Timeliness, reasons: str, decider: Delegate) -> Manuscript:
    return formal_letter(
        appeal.decision.application,
        Formal(KIND, reasons),
        decider,
        earlier_on=appeal.decision.decided_on,
        appealed_on=appeal.arrived_on,
        served_on=found.received_on,
        last_day=found.last_day,
    )


def _found(appeal: Appeal, found: Timeliness, by: User) -> dict[str, Any]:
    """The columns of what was found, and by whom."""
    return {
        "appeal": appeal,
        "ground": found.ground,
        "service": found.service,
        "received_on": found.received_on,
        "last_day": found.last_day,
        "decided_at": clock.now(),
        **delegate_with(appeal.case, by, TRIES).columns(),
    }


def _note(appeal: Appeal, title: str, text: str, *, by: User) -> None:
    record(appeal.case, title, by=by, text=text, kind=JournalEntry.Kind.DECISION)
