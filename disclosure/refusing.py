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
from decisions.deciders import delegate_with
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
    made = printed(_letter(found, outcome, reasons, codes, by), case.application, by=by)
    row = Refusal.objects.create(
        disclosure=found,
        outcome=outcome,
        reasons=reasons.strip(),
        grounds=_labels(codes),
        how=how,
        decided_at=clock.now(),
        **delegate_with(case, by, rules.REFUSES).columns(),
        **made.columns(),
    )
    LetterPreview.objects.filter(application=case.application, user=by).delete()
    Draft.objects.filter(case=case, form=f"utlamnande-beslut-{found.pk}").delete()
    discard(found)
    title = f"Beslut om utlämnande: {row.get_outcome_display().lower()}"
    text = f"{'; '.join(row.grounds)}\n{row.reasons}\nSkickat: {row.get_how_display().lower()}."
    record(case, title, by=by, text=text, kind=DECISION)
    return row


def preview(
    found: Disclosure, outcome: str, reasons: str, codes: Sequence[str], how: str, *, by: User
) -> LetterPreview:
    """The letter as it would be sent. Raises RuleBroken, as the act does."""
    refuse(rules.against_deciding(found, by))
    refuse(rules.against_decision(found, outcome, reasons, codes, how))
    letter = _letter(found, outcome, reasons, codes, by)
    return keep(letter, found.case.application, by=by)


def _letter(
    found: Disclosure, outcome: str, reasons: str, codes: Sequence[str], by: User
) -> Manuscript:
    decider = delegate_with(found.case, by, rules.REFUSES).in_letter()
    grounds = tuple(_labels(codes))
    return manuscript(content_of(found, outcome, reasons, grounds, decider, clock.today()))


def _labels(codes: Sequence[str]) -> list[str]:
    """The provisions in the rulebook's order, as they are told today."""
    rows = Code.objects.on().filter(list=Code.List.SECRECY, code__in=codes)
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
