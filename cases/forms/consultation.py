"""Samråd med Arbetsförmedlingen: held by consent, or why not."""

from typing import Any

from django import forms

from cases.consulting import Talk
from cases.forms.consent import (
    ConsentChoice,
    ask_for_consent,
    consent_told,
    offer_consents,
)
from cases.models import Case, Consent
from cases.models.consent import How
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day, long_text

HELD, NOT_HELD = "ja", "nej"


class ConsultationForm(Form):
    """With whom, when, by which consent, and what it gave."""

    held = choice(
        "Hölls samrådet?",
        [(HELD, "Ja"), (NOT_HELD, "Nej, till exempel för att den sökande inte samtycker")],
        required=True,
    )
    held_on = day("Dag", required=True)
    officer = forms.CharField(
        label="Handläggare på Arbetsförmedlingen", max_length=200, required=False
    )
    consent = ConsentChoice()
    consent_on = day("Samtycket gavs")
    consent_how = choice("Hur samtycket gavs", How.choices)
    consent_scope = forms.CharField(label="Vad samtycket omfattar", max_length=300, required=False)
    text = long_text("Vad samrådet gav, eller varför det inte hölls", required=True, rows=4)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_consents(self, case, Consent.Towards.AF)
        self.ask_for_all_but()
        self.fields["held_on"].initial = clock.today

    def clean(self) -> dict[str, Any]:
        """A samråd was held with someone, by the person's consent."""
        cleaned = super().clean()
        if cleaned.get("held") != HELD:
            return cleaned | {"officer": "", "consent": None}
        if not cleaned.get("officer"):
            self.add_error("officer", "Ange handläggaren.")
        ask_for_consent(self, cleaned)
        return cleaned

    def new_consent(self) -> Any:
        """The consent that is told of in the form, if it is new."""
        if self.cleaned_data["held"] != HELD:
            return None
        return consent_told(self, Consent.Towards.AF)

    def talk(self, consent: Consent | None) -> Talk:
        """What is to be noted, by the consent just noted or by a known one."""
        told = self.cleaned_data
        known = consent or told.get("consent")
        return Talk(told["held_on"], told["officer"], known, told["text"])
