"""The official acts on a matter of form: avvisa, avskriva, avslå en begäran om avgörande."""

from dataclasses import replace

from cases.actions import lock_case
from cases.conflict_rules import against_unsigned
from cases.letters.previews import keep, printed
from cases.models import Case, Draft, Investigation, LetterPreview
from cases.rulings import RulingDraft
from decisions import writing
from decisions.deciders import Decider, delegate_for
from decisions.formal_rules import Formal, against_moment, against_said
from decisions.later_content import formal_letter, unnamed_in
from decisions.models import Decision, Ground, Kind, Ruling
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

OUTCOMES = {
    Kind.DISMISSAL: Ruling.Formal.DISMISSED,
    Kind.DISCONTINUANCE: Ruling.Formal.DISCONTINUED,
    Kind.NOT_YET: Ruling.Formal.NOT_YET,
    Kind.LATE_APPEAL: Ruling.Formal.TOO_LATE,
}
TITLES = {
    Kind.DISMISSAL: "Ansökan avvisades",
    Kind.DISCONTINUANCE: "Ärendet avskrevs",
    Kind.NOT_YET: "Begäran om avgörande avslogs",
    Kind.LATE_APPEAL: "Överklagandet avvisades",
}


@act
def decide(case: Case, made: Formal, *, by: User) -> Decision:
    """Avvisa, avskriv, or avslå a begäran om avgörande, as `made` says. Raises RuleBroken."""
    return _decide(case, made, by=by)


@act
def dismiss(case: Case, reasons: str, *, by: User) -> Decision:
    """Avvisa: the application cannot be tried as it is. FL 20 §. Raises RuleBroken."""
    return _decide(case, Formal(Kind.DISMISSAL, reasons), by=by)


@act
def discontinue(case: Case, made: Formal, *, by: User) -> Decision:
    """Avskriva: the application is withdrawn, or the person has died. Raises RuleBroken."""
    return _decide(case, made, by=by)


@act
def refuse_request(case: Case, reasons: str, *, by: User) -> Decision:
    """Avslå begäran om avgörande: it needs more investigation first. FL 12 §. Raises RuleBroken."""
    return _decide(case, Formal(Kind.NOT_YET, reasons), by=by)


def preview(case: Case, made: Formal, *, by: User) -> LetterPreview:
    """The letter that the decision would give. Raises RuleBroken, as the act does."""
    made = dated(case, made)
    refuse(against_moment(case, made.kind, by), against_said(case, made, clock.today()))
    letter = formal_letter(case.application, made, delegate_for(case, by, made.kind))
    return keep(letter, case.application, by=by)


def dated(case: Case, made: Formal) -> Formal:
    """A withdrawal is of the day on which it was noted as said."""
    withdrawal = getattr(case.application, "withdrawal", None)
    if made.ground == Ground.WITHDRAWN and withdrawal:
        return replace(made, ground_on=withdrawal.withdrawn_on)
    return made


def _decide(case: Case, made: Formal, *, by: User) -> Decision:
    case = lock_case(case)
    made = dated(case, made)
    refuse(against_moment(case, made.kind, by))
    refuse(against_said(case, made, clock.today()), against_unsigned(case, by))
    return write(case, made, delegate_for(case, by, made.kind), by=by)


def write(case: Case, made: Formal, decider: Decider, *, by: User) -> Decision:
    """Writes what has been found lawful; what ends the application waits for its letter."""
    letter = formal_letter(case.application, made, decider)
    decision = writing.write_row(
        case.application,
        decider,
        kind=made.kind,
        ground=made.ground,
        ground_on=made.ground_on,
        presented_by=_presenter(case, by),
        unnamed=unnamed_in(case),
    )
    ruling = RulingDraft(OUTCOMES[Kind(made.kind)], reasons=made.reasons)
    writing.write_ruling(decision, Ruling.Basis.FORMAL, made.kind, ruling)
    writing.write_letter(decision, printed(letter, case.application, by=by))
    if made.kind != Kind.NOT_YET:
        writing.await_letter(case)
        Draft.objects.filter(case=case).exclude(form="anteckning").delete()
    else:
        Draft.objects.filter(case=case, form=made.kind).delete()
    title = f"{TITLES[Kind(made.kind)]}, beslut {decision.number}"
    writing.note_decided(case, decision, title, by=by, text=made.reasons.strip())
    return decision


def _presenter(case: Case, by: User) -> User | None:
    """Who has prepared the matter, where it is somebody else than who decides. FL 31 §."""
    begun = Investigation.objects.filter(application=case.application).first()
    found: User | None = (begun.proposed_by or begun.investigator) if begun else case.coach
    return found if found != by else None
