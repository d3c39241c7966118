"""The official acts about consent: noting that it was given, and that it was taken back."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from cases import consent_rules as rules
from cases.actions import lock_case
from cases.journal import record
from cases.models import Case, Consent, ConsentWithdrawal, Draft
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User


@dataclass(frozen=True)
class ConsentData:
    """Towards whom, to what, when and how."""

    towards: str
    covers: str
    given_on: date
    how: str
    other: str = ""


@act
def note_consent(case: Case, told: ConsentData, *, by: User) -> Consent:
    """Samtycke: what the person has agreed to. Raises RuleBroken. OSL 10 kap. 1 §."""
    case = lock_case(case)
    refuse(rules.against_consenting(case, told.towards, told.other, told.covers, told.given_on, by))
    other = told.other.strip() if told.towards == Consent.Towards.OTHER else ""
    consent = Consent.objects.create(
        case=case,
        towards=told.towards,
        other=other,
        covers=told.covers.strip(),
        given_on=told.given_on,
        how=told.how,
        noted_by=by,
        noted_at=clock.now(),
    )
    Draft.objects.filter(user=by, case=case, form="samtycke").delete()
    title = f"Samtycke gavs {date_format(consent.given_on)}: {consent.towards_shown}"
    text = f"{consent.get_how_display()}. {consent.covers}"
    record(case, title[:200], by=by, text=text, event_on=consent.given_on)
    return consent


@act
def withdraw_consent(
    consent: Consent, withdrawn_on: date, how: str, *, by: User
) -> ConsentWithdrawal:
    """Återkalla: from that day nothing more is asked or told under it. Raises RuleBroken."""
    case = lock_case(consent.case)
    consent = Consent.objects.select_related("case__unit", "withdrawal").get(pk=consent.pk)
    refuse(rules.against_withdrawing(consent, withdrawn_on, by))
    row = ConsentWithdrawal.objects.create(
        consent=consent,
        withdrawn_on=withdrawn_on,
        how=how,
        noted_by=by,
        noted_at=clock.now(),
    )
    title = f"Samtycke återkallades {date_format(withdrawn_on)}: {consent.towards_shown}"
    text = f"{row.get_how_display()}. Gällde: {consent.covers}"
    record(case, title[:200], by=by, text=text, event_on=withdrawn_on)
    return row
