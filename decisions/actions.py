"""The official acts of deciding: decide, return to the coach, note the letter as sent."""

from datetime import timedelta

from cases.actions import (
    lock_case,
    no_later_than_hastened,
)
from cases.conflict_rules import against_unsigned
from cases.journal import record
from cases.letters.previews import keep, printed
from cases.models import Case, Draft, Investigation, JournalEntry, LetterPreview, Status
from cases.rulings import Rulings
from decisions import letters, rules, writing
from decisions.content import letter_content
from decisions.deciders import Decider, delegate_for
from decisions.models import Decision
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.letters import Manuscript
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import setting

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
    decision = writing.write_row(
        investigation.application,
        decider,
        presented_by=investigation.proposed_by or investigation.investigator,
        riktlinje=investigation.riktlinje,
        reply_met=rulings.reply_met,
        unnamed=rulings.unnamed.strip(),
    )
    writing.write_rulings(decision, rulings)
    writing.write_letter(decision, printed(letter, decision.application, by=by))
    writing.await_letter(case)
    Draft.objects.filter(case=case, form__in=DRAFTS).delete()
    writing.note_decided(case, decision, f"Beslut {decision.number} fattades", by=by)
    return decision


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
