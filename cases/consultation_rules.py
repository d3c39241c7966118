"""Why a samråd cannot be noted, and whether one is still lacking. users.md G17."""

from collections.abc import Iterator
from datetime import date

from cases.consent_rules import CONSENT, against_relying
from cases.models import Consent, Investigation
from jobbtorg import clock
from jobbtorg.acts import Rule


def against_consulting(
    investigation: Investigation, held_on: date, officer: str, consent: Consent | None, text: str
) -> list[Rule]:
    """The day lies in the investigation; with someone by consent, or else why not."""
    rules = []
    if not investigation.started_on <= held_on <= clock.today():
        sentence = (
            f"Ange en dag från {investigation.started_on}, då utredningen inleddes, till i dag."
        )
        rules.append(Rule("held_on", sentence, where="held_on"))
    if not text.strip():
        sentence = "Skriv vad samrådet gav, eller varför det inte hölls."
        rules.append(Rule("text", sentence, where="text"))
    if officer.strip():
        case, towards = investigation.application.case, Consent.Towards.AF
        rules += against_relying(case, consent, towards, held_on, CONSENT)
    return rules


def missing_consultation(investigation: Investigation) -> Iterator[Rule]:
    """More of an insats is assessed i samråd med Arbetsförmedlingen, or it is said why not."""
    if not investigation.application.is_continued or investigation.consultations.all():
        return
    sentence = "Ansökan gäller fortsatt insats. Samråd med Arbetsförmedlingen är inte antecknat."
    yield Rule("missing", sentence, where="consultation")
