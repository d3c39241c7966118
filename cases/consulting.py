"""Samråd: the act that notes it."""

from dataclasses import dataclass
from datetime import date

from cases.actions import lock_case
from cases.conflict_rules import against_unanswered
from cases.consultation_rules import against_consulting
from cases.journal import record
from cases.models import Case, Consent, Consultation, Draft, Investigation
from cases.rules import against_investigating
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User


@dataclass(frozen=True)
class Talk:
    """With whom, when, by which consent and what it gave; or, with nobody, why it was not held."""

    held_on: date
    officer: str
    consent: Consent | None
    text: str


@act
def consult(case: Case, told: Talk, *, by: User) -> Consultation:
    """Samråd med Arbetsförmedlingen, or why it could not be held. Raises RuleBroken."""
    case = lock_case(case)
    refuse(against_investigating(case, by))
    refuse(against_unanswered(case, by))
    investigation = Investigation.objects.of(case)
    held = bool(told.officer.strip())
    refuse(against_consulting(investigation, told.held_on, told.officer, told.consent, told.text))
    row = Consultation.objects.create(
        investigation=investigation,
        held_on=told.held_on,
        officer=told.officer.strip(),
        consent=told.consent if held else None,
        text=told.text.strip(),
        noted_by=by,
        noted_at=clock.now(),
    )
    Draft.objects.filter(user=by, case=case, form="samrad").delete()
    who = f"Samråd med Arbetsförmedlingen ({row.officer})"
    title = who if held else "Samråd med Arbetsförmedlingen hölls inte"
    record(case, title[:200], by=by, text=row.text, event_on=row.held_on)
    return row
