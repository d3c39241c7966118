"""Fråga stadsdelsnämnderna, hänvisa till stadsdelsförvaltning, and what came of it."""

from typing import Any

from django import forms

from cases.consents import ConsentData
from cases.district_rules import SignpostingData
from cases.forms.consent import ConsentChoice, ask_for_consent, consent_told, offer_consents
from cases.models import Case, Consent, SignpostingFollowUp
from cases.models.consent import How
from jobbtorg import clock
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, day, long_text

KNOWN = [("aktuell", "Aktuell"), ("inte_aktuell", "Inte aktuell")]
CONTACT = [
    ("sjalv", "Personen tar kontakten själv"),
    ("samtycke", "Vi tar kontakten, med personens samtycke"),
]


def codes(list_: str) -> Any:
    """The list as it is today."""
    return Code.objects.on().filter(list=list_)


def code_field(label: str, **kwargs: Any) -> forms.ModelChoiceField:
    """One entry of a code list."""
    return forms.ModelChoiceField(
        label=label, queryset=Code.objects.none(), empty_label="Välj", **kwargs
    )


class AskForm(Form):
    """The day of the question."""

    asked_on = day("Frågan ställdes", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = clock.today


class AnswerForm(Form):
    """Aktuell or not, where and when: no room for more."""

    known = choice("Svar", KNOWN, required=True)
    district = code_field("Stadsdelsförvaltning", required=False)
    answered_on = day("Svaret kom", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("district", codes(Code.List.DISTRICT))
        self.ask_for_all_but()
        self.fields["answered_on"].initial = clock.today

    def told(self) -> dict[str, Any]:
        """What the act is told."""
        cleaned = self.cleaned_data
        known = cleaned["known"] == "aktuell"
        return {n: cleaned[n] for n in ("answered_on", "district")} | {"known": known}


class SignpostingForm(Form):
    """The need, where to, how, and by whose word."""

    need = code_field("Behov")
    need_words = long_text(
        "Vad personen behöver hjälp med",
        required=True,
        rows=4,
        help_text="Skriv bara det som stadsdelsförvaltningen behöver veta.",
    )
    district = code_field("Stadsdelsförvaltning")
    how = code_field("Hur hänvisningen sker")
    contact = choice("Vem tar kontakten?", CONTACT, required=True)
    consent = ConsentChoice()
    consent_on = day("Samtycket gavs")
    consent_how = choice("Hur samtycket gavs", How.choices)
    consent_scope = long_text("Vad samtycket omfattar", rows=2)
    signposted_on = day("Dag", required=True)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("need", codes(Code.List.NEED))
        self.choose_from("district", codes(Code.List.DISTRICT))
        self.choose_from("how", codes(Code.List.SIGNPOSTED_BY))
        self.fields["signposted_on"].initial = clock.today
        self.ask_for_all_but()
        offer_consents(self, case, Consent.Towards.DISTRICT)

    def clean(self) -> dict[str, Any]:
        """Where we take the contact, a consent."""
        cleaned = super().clean()
        if cleaned.get("contact") == "samtycke":
            ask_for_consent(self, cleaned)
        return cleaned

    def new_consent(self) -> ConsentData | None:
        """The consent that is noted here, if it needs one and none of the known is chosen."""
        if self.cleaned_data["contact"] != "samtycke":
            return None
        return consent_told(self, Consent.Towards.DISTRICT)

    def signposting(self, noted: Consent | None) -> SignpostingData:
        """What is to be noted, with the consent that was noted a moment ago, if one was."""
        told = self.cleaned_data
        known = told.get("consent") if told["contact"] == "samtycke" else None
        names = ("need", "need_words", "district", "how", "signposted_on")
        return SignpostingData(**{name: told[name] for name in names}, consent=noted or known)


class FollowUpForm(Form):
    """Is the contact there? If not, what was tried?"""

    outcome = choice("Är kontakten etablerad?", SignpostingFollowUp.Outcome.choices, required=True)
    followed_on = day("Dag", required=True)
    tried = long_text(
        "Vad som har prövats", rows=3, help_text="Ska fyllas i om kontakten inte är etablerad."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
        self.fields["followed_on"].initial = clock.today
