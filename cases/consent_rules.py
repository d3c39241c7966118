"""Why a consent cannot be noted, taken back or relied on: every reason at once.

OSL 10 kap. 1 §, 12 kap. 2 §: what is beyond a statute needs the person's consent.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cases.models import AfInformation, Case, Consent, Investigation
from cases.writer_rules import against_writer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

Basis = AfInformation.Basis
FUTURE = "Dagen kan inte ligga i framtiden."
CONSENT = "10 kap. 1 § OSL"
OF_DISTRICT = "12 kap. 2 § OSL"


def against_consenting(
    case: Case, towards: str, other: str, covers: str, given_on: date, by: User
) -> list[Rule]:
    """Why this consent cannot be noted."""
    rules = against_writer(case, by)
    if towards == Consent.Towards.OTHER and not other.strip():
        rules.append(Rule("other", "Ange vem samtycket gäller.", where="other"))
    if not covers.strip():
        rules.append(Rule("covers", "Ange vad samtycket omfattar.", where="covers"))
    if given_on > clock.today():
        rules.append(Rule("future", FUTURE, where="given_on"))
    return rules


def against_withdrawing(consent: Consent, withdrawn_on: date, by: User) -> list[Rule]:
    """Why it cannot be noted that the consent was taken back on the day."""
    rules = against_writer(consent.case, by)
    if consent.withdrawn_on:
        sentence = f"Samtycket återkallades redan {consent.withdrawn_on}."
        rules.append(Rule("withdrawn", sentence, kind="conflict"))
    if not consent.given_on <= withdrawn_on <= clock.today():
        sentence = f"Ange en dag från {consent.given_on}, då samtycket gavs, till i dag."
        rules.append(Rule("withdrawn_on", sentence, where="withdrawn_on"))
    return rules


def against_relying(
    case: Case, consent: Consent | None, towards: str, day: date, statute: str
) -> Iterator[Rule]:
    """Why the consent does not cover what was asked or told on the day."""
    if consent is None:
        yield Rule("consent", "Ange vilket samtycke det gäller.", statute, where="consent")
    elif consent.case_id != case.pk or consent.towards != towards:
        yield Rule("other_consent", "Samtycket gäller något annat.", statute, where="consent")
    elif day < consent.given_on:
        sentence = f"Samtycket gavs {consent.given_on}. Det gäller inte {day}."
        yield Rule("consent_later", sentence, statute, where="consent")
    elif not consent.holds_on(day):
        sentence = f"Samtycket återkallades {consent.withdrawn_on}. Det gäller inte {day}."
        yield Rule("consent_withdrawn", sentence, statute, where="consent")


def against_af(investigation: Investigation, told: Mapping[str, Any]) -> list[Rule]:
    """Why this information from Arbetsförmedlingen cannot be saved. SoL 15 kap. 11 §."""
    basis, more = told["basis"], (told.get("more") or "").strip()
    case, consent = investigation.application.case, told.get("consent")
    if basis == Basis.CONSENT:
        day, towards = told["received_on"], Consent.Towards.AF
        rules = list(against_relying(case, consent, towards, day, CONSENT))
        return rules or list(_against_more(investigation, consent, more))
    if basis == Basis.OTHER_STATUTE and not (told.get("statute") or "").strip():
        return [Rule("statute", "Ange lagrummet.", where="statute")]
    if basis == Basis.STATUTE and more:
        sentence = "Övriga uppgifter får du bara hämta in med samtycke eller annat lagstöd."
        return [Rule("more", sentence, CONSENT, where="more")]
    return []


def _against_more(
    investigation: Investigation, consent: Consent | None, more: str
) -> Iterator[Rule]:
    """What was fetched before the consent was taken back stays as it is."""
    saved = getattr(investigation, "af", None)
    if consent is None or consent.withdrawn_on is None or saved is None:
        return
    if saved.consent_id == consent.pk and saved.more and more not in ("", saved.more.strip()):
        sentence = (
            f"Samtycket återkallades {consent.withdrawn_on}. Det som hämtades in innan står kvar, "
            "men inget kan läggas till."
        )
        yield Rule("more_withdrawn", sentence, CONSENT, where="more")
