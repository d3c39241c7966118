"""The official acts of deciding: decide, return to the coach, note the letter as sent."""

from dataclasses import asdict
from datetime import timedelta

from cases.actions import (
    lock_case,
    next_number,
    no_later_than_hastened,
)
from cases.conflict_rules import against_unsigned
from cases.journal import record
from cases.letters.previews import keep, printed
from cases.models import Case, Draft, Investigation, JournalEntry, LetterPreview, Status
from cases.rulings import RulingDraft, Rulings
from decisions import letters, rules
from decisions.content import letter_content
from decisions.deciders import Decider, delegate_for
from decisions.models import Decision, Letter, Ruling
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.deadlines import next_working_day
from jobbtorg.letters import Manuscript
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Provision, setting

DRAFTS = ("beslut", "hanskjut", "namndens-beslut", "tillbaka")  # of no use once it is decided


def letter_of(investigation: Investigation, rulings: Rulings, decider: Decider) -> Manuscript:
    """The letter for these rulings, not yet printed."""
    return letters.manuscript(letter_content(investigation, rulings, decider))


def preview(case: Case, rulings: Rulings, *, by: User) -> LetterPreview:
    """The letter that these rulings would give, kept so that the decision stores the same bytes.

    Raises RuleBroken, with every reason that the decision itself would be refused for.
    """
    refuse(rules.against_deciding(case, by))
    investigation = Investigation.objects.whole(case)
    refuse(rules.against_content(investigation, rulings, clock.today()))
    letter = letter_of(investigation, rulings, delegate_for(case, by))
    return keep(letter, investigation.application, by=by)


@act
def decide(case: Case, rulings: Rulings, *, by: User) -> Decision:
    """Fatta beslut: the decision, its rulings and its letter, once. FL 31–33 §§.

    Who decides has answered whether they are jävig. Raises RuleBroken.
    """
    case = lock_case(case)
    refuse(rules.against_deciding(case, by))
    investigation = Investigation.objects.whole(case)
    refuse(rules.against_content(investigation, rulings, clock.today()), against_unsigned(case, by))
    return write_decision(investigation, rulings, delegate_for(case, by), case=case, by=by)


def write_decision(
    investigation: Investigation, rulings: Rulings, decider: Decider, *, case: Case, by: User
) -> Decision:
    """Writes what decide and decide_by_namnd have found lawful; `case` is locked."""
    letter = letter_of(investigation, rulings, decider)
    decision = _write_row(case, investigation, decider, reply_met=rulings.reply_met)
    for basis, ruling in (("ratt", rulings.right), ("befogenhet", rulings.may)):
        if ruling.outcome:
            _write_ruling(decision, basis, ruling)
    _write_letter(decision, printed(letter, decision.application, by=by))
    case.status = Status.BESLUTAD
    case.due_on = next_working_day(clock.today())
    case.save()
    Draft.objects.filter(case=case, form__in=DRAFTS).delete()
    record(
        case,
        f"Beslut {decision.number} fattades" + (" av nämnden" if decision.by_namnd else ""),
        by=by,
        text=_in_words(decision),
        event_on=decision.decided_on,
        kind=JournalEntry.Kind.DECISION,
    )
    return decision


def _write_row(
    case: Case, investigation: Investigation, decider: Decider, *, reply_met: bool
) -> Decision:
    """The row that says when, and by whom by which chain or by the nämnd where. FL 31 §."""
    year = decider.day.year
    return Decision.objects.create(
        number=f"{year}:{next_number('Beslut', year)}",
        application=investigation.application,
        unit=case.unit,
        decided_on=decider.day,
        decided_at=clock.now(),
        presented_by=investigation.proposed_by or investigation.investigator,
        riktlinje=investigation.riktlinje,
        reply_met=reply_met,
        **decider.columns(),
    )


def _write_ruling(decision: Decision, basis: str, ruling: RulingDraft) -> Ruling:
    """One ruling under the provision in force that day; the period only where it grants."""
    provision = Provision.objects.on(decision.decided_on).get(key=basis)
    return Ruling.objects.create(
        decision=decision,
        basis=basis,
        provision=provision,
        lagrum=provision.cited,
        **asdict(ruling.as_ruled()),
    )


def _write_letter(decision: Decision, made: Printed) -> Letter:
    """The letter's bytes with their hash; the previews have done their work."""
    LetterPreview.objects.filter(application=decision.application).delete()
    return Letter.objects.create(decision=decision, **made.columns())


def _in_words(decision: Decision) -> str:
    """The rulings in a line each, for the journal."""
    lines = []
    for ruling in decision.rulings.all():
        line = f"{ruling.lagrum}: {ruling.get_outcome_display().lower()}"
        if ruling.period_from and ruling.period_to:
            line += f", {ruling.period_from}–{ruling.period_to}"
        lines.append(line)
    return "\n".join([*lines, decision.rests_on])


@act
def return_to_coach(case: Case, comment: str, *, by: User) -> Case:
    """Återlämna till coach: the investigation opens again, on top of the coach's list."""
    case = lock_case(case)
    refuse(rules.against_returning(case, by, comment))
    case.status = Status.UTREDS
    case.returned = True
    wanted = clock.today() + timedelta(days=setting("mal_dagar_efter_aterlamning"))
    case.due_on = no_later_than_hastened(case.application, wanted)
    case.save()
    Draft.objects.filter(user=by, case=case, form="aterlamna").delete()
    title = "Ärendet återlämnades till coachen"
    record(case, title, by=by, text=comment.strip(), kind=JournalEntry.Kind.RETURN)
    return case
