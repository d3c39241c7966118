"""Saying no: the employee's answer, the decision that is asked for, and the appeal of it.

OSL 6 kap. 3 and 7–8 §§.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format

from cases.actions import lock_case
from cases.conflict_rules import against_unsigned
from cases.journal import record
from cases.letters.previews import keep, printed
from cases.models import Draft, JournalEntry, LetterPreview
from decisions.deciders import Decider, Namnd, delegate_with
from disclosure import rules
from disclosure.models import CourtAppeal, Demand, Disclosure, Refusal, Reply
from disclosure.refusal_letter import content_of, manuscript
from disclosure.selection import discard
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.letters import Manuscript
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code

LETTER, DECISION = JournalEntry.Kind.LETTER, JournalEntry.Kind.DECISION


@act
def reply(
    found: Disclosure, outcome: str, reasons: str, replied_on: date, told: bool = False, *, by: User
) -> Reply:
    """The employee's own answer that nothing is given: no decision. Raises RuleBroken."""
    case = lock_case(found.case)
    refuse(rules.against_replying(found, by))
    refuse(rules.against_reply(found, outcome, reasons, told, replied_on))
    row = Reply.objects.create(
        disclosure=found,
        outcome=outcome,
        reasons=reasons.strip(),
        told=told and outcome == Reply.Outcome.DENIED,
        replied_on=replied_on,
        replied_by=by,
        replied_at=clock.now(),
    )
    if outcome != Reply.Outcome.DENIED:
        discard(found)
    Draft.objects.filter(case=case, form=f"utlamnande-svar-{found.pk}").delete()
    title = f"Svar på begäran om utlämnande: {row.get_outcome_display().lower()}"
    record(case, title, by=by, text=row.reasons, event_on=replied_on, kind=LETTER)
    return row


@act
def demand(found: Disclosure, asked_on: date, *, by: User) -> Demand:
    """Notes that the authority's decision is asked for. OSL 6 kap. 3 §. Raises RuleBroken."""
    case = lock_case(found.case)
    refuse(rules.against_demanding(found, by), rules.against_day(found, asked_on, "asked_on"))
    row = Demand.objects.create(
        disclosure=found, asked_on=asked_on, noted_by=by, noted_at=clock.now()
    )
    title = "Myndighetens beslut om utlämnande är begärt"
    record(case, title, by=by, event_on=asked_on, kind=LETTER)
    return row


@act
def decide(
    found: Disclosure, outcome: str, reasons: str, codes: Sequence[str], how: str, *, by: User
) -> Refusal:
    """Myndighetens beslut not to give, with the way to kammarrätten. Raises RuleBroken."""
    case = lock_case(found.case)
    refuse(rules.against_deciding(found, by))
    refuse(rules.against_decision(found, outcome, reasons, codes, how), against_unsigned(case, by))
    told = rules.Told(outcome, reasons, codes, how)
    return write(found, told, delegate_with(case, by, rules.REFUSES), by=by)


def write(found: Disclosure, told: rules.Told, decider: Decider, *, by: User) -> Refusal:
    """Writes what has been found lawful, with its letter: a delegate's, or the nämnd's own."""
    case = found.case
    made = printed(letter_of(found, told, decider), case.application, by=by)
    row = Refusal.objects.create(
        disclosure=found,
        outcome=told.outcome,
        reasons=told.reasons.strip(),
        grounds=_labels(told.codes, decider.day),
        how=told.how,
        decided_at=clock.now(),
        **decider.columns(),
        **({"meeting_on": decider.day} if isinstance(decider, Namnd) else {}),
        **made.columns(),
    )
    LetterPreview.objects.filter(application=case.application, user=by).delete()
    Draft.objects.filter(case=case, form=f"utlamnande-beslut-{found.pk}").delete()
    discard(found)
    who = "Nämndens beslut" if row.by_namnd else "Beslut"
    title = f"{who} om utlämnande: {row.get_outcome_display().lower()}"
    text = f"{'; '.join(row.grounds)}\n{row.reasons}\nSkickat: {row.get_how_display().lower()}."
    if row.by_namnd:
        text = f"§ {row.paragraph}, dnr {row.dnr}\n{text}"
    record(case, title, by=by, text=text, event_on=row.decided_on, kind=DECISION)
    return row


def preview(
    found: Disclosure, outcome: str, reasons: str, codes: Sequence[str], how: str, *, by: User
) -> LetterPreview:
    """The letter as it would be sent. Raises RuleBroken, as the act does."""
    refuse(rules.against_deciding(found, by))
    refuse(rules.against_decision(found, outcome, reasons, codes, how))
    decider = delegate_with(found.case, by, rules.REFUSES)
    letter = letter_of(found, rules.Told(outcome, reasons, codes, how), decider)
    return keep(letter, found.case.application, by=by)


def letter_of(found: Disclosure, told: rules.Told, decider: Decider) -> Manuscript:
    """The letter with what is decided, dated the day of the decision."""
    grounds = tuple(_labels(told.codes, decider.day))
    day, signed = decider.day, decider.in_letter()
    return manuscript(content_of(found, told.outcome, told.reasons, grounds, signed, day))


def _labels(codes: Sequence[str], day: date) -> list[str]:
    """The provisions in the rulebook's order, as they are told that day."""
    rows = Code.objects.on(day).filter(list=Code.List.SECRECY, code__in=codes)
    return list(rows.values_list("label", flat=True))


@act
def note_appeal(
    refusal: Refusal, arrived_on: date, forwarded_on: date, note: str = "", *, by: User
) -> CourtAppeal:
    """Notes that the decision is appealed, and sent on to kammarrätten. Raises RuleBroken."""
    case = lock_case(refusal.disclosure.case)
    refuse(rules.against_noting_appeal(refusal, case, by))
    refuse(rules.against_appealed(refusal, arrived_on, forwarded_on))
    row = CourtAppeal.objects.create(
        refusal=refusal,
        arrived_on=arrived_on,
        forwarded_on=forwarded_on,
        note=note.strip(),
        noted_by=by,
        noted_at=clock.now(),
    )
    Draft.objects.filter(case=case, form=f"utlamnande-ratten-{refusal.disclosure_id}").delete()
    title = "Beslutet om utlämnande är överklagat"
    text = f"Skickat till kammarrätten {date_format(forwarded_on)}.\n{row.note}".strip()
    record(case, title, by=by, text=text, event_on=arrived_on, kind=LETTER)
    return row
