"""The nämnd itself decides what is not given: hänskjut the question, register what it decided.

Where nobody has the delegation, or it is a matter of principle. OSL 6 kap. 3 §, KL 6 kap. 38 §.
"""

from cases.actions import lock_case, name_on_case, unname_secretaries
from cases.journal import record
from cases.letters.previews import keep
from cases.models import Case, Draft, JournalEntry, LetterPreview
from decisions.deciders import Minutes, Namnd
from disclosure import rules
from disclosure.models import (
    Disclosure,
    DisclosureHandedBack,
    DisclosureReferral,
    Refusal,
)
from disclosure.refusing import letter_of, write
from disclosure.rules import Told
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DECISION = JournalEntry.Kind.DECISION


@act
def refer(found: Disclosure, ground: str, reasons: str, *, by: User) -> DisclosureReferral:
    """Hänskjut till nämnden: from here on no delegate decides what is asked for.

    Raises RuleBroken.
    """
    case = lock_case(found.case)
    refuse(rules.against_referring(found, by), rules.against_ground_of_referral(ground, reasons))
    row = DisclosureReferral.objects.create(
        disclosure=found,
        ground=ground,
        reasons=reasons.strip(),
        referred_by=by,
        referred_at=clock.now(),
    )
    if case.person.is_protected:
        name_on_case(case)
    Draft.objects.filter(case=case, form=f"utlamnande-hanskjut-{found.pk}").delete()
    text = f"{row.get_ground_display()}\n{row.reasons}"
    title = "Frågan om utlämnande hänsköts till nämnden"
    record(case, title, by=by, text=text, kind=DECISION)
    return row


@act
def decide(found: Disclosure, told: Told, minutes: Minutes, *, by: User) -> Refusal:
    """Registers that the nämnd gives nothing, or no more, with the letter. Raises RuleBroken."""
    case = lock_case(found.case)
    row = write(found, told, _lawful(found, told, minutes, by), by=by)
    _done(case, found)
    return row


def preview(found: Disclosure, told: Told, minutes: Minutes, *, by: User) -> LetterPreview:
    """The letter as it would be sent. Raises RuleBroken, as the act does."""
    decider = _lawful(found, told, minutes, by)
    return keep(letter_of(found, told, decider), found.case.application, by=by)


@act
def hand_back(found: Disclosure, minutes: Minutes, note: str, *, by: User) -> DisclosureHandedBack:
    """The nämnd refuses nothing: what it has said goes back to the unit. Raises RuleBroken."""
    case = lock_case(found.case)
    minutes = minutes.as_noted()
    refuse(rules.against_answering(found, by))
    refuse(rules.against_meeting(found, minutes), rules.against_note(note))
    assert minutes.meeting_on is not None
    row = DisclosureHandedBack.objects.create(
        referral=found.referral,
        meeting_on=minutes.meeting_on,
        dnr=minutes.dnr,
        paragraph=minutes.paragraph,
        note=note.strip(),
        answered_by=by,
        answered_at=clock.now(),
    )
    _done(case, found)
    text = f"§ {row.paragraph}, dnr {row.dnr}\n{row.note}"
    title = "Nämnden lämnade tillbaka frågan om utlämnande"
    record(case, title, by=by, text=text, event_on=row.meeting_on, kind=DECISION)
    return row


def _lawful(found: Disclosure, told: Told, minutes: Minutes, by: User) -> Namnd:
    """The nämnd at its meeting, when no rule stands in the way."""
    refuse(rules.against_answering(found, by))
    minutes = minutes.as_noted()
    refuse(
        rules.against_meeting(found, minutes),
        rules.against_decision(found, told.outcome, told.reasons, told.codes, told.how),
    )
    return Namnd(minutes, by)


def _done(case: Case, found: Disclosure) -> None:
    """The nämnd has answered: its secretaries have no more to do with the case."""
    drafts = [f"utlamnande-namnden-{found.pk}", f"utlamnande-tillbaka-{found.pk}"]
    Draft.objects.filter(case=case, form__in=drafts).delete()
    if case.person.is_protected:
        unname_secretaries(case)
