"""The forms of the log review."""

from typing import Any

from django import forms

from cases import personnummer
from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.ui.forms import Form, day, long_text
from review.models import Judgement
from review.rules import staff_of


class JudgeForm(Form):
    """How one is judged, or many alike."""

    outcome = forms.ChoiceField(choices=Judgement.Outcome.choices)  # the button that is pressed
    note = forms.CharField(
        label="Anteckning",
        required=False,
        max_length=500,
        help_text="Behövs om det ska anmälas. Skriv inget om personen.",
    )
    reply_by = day("Svar senast", help_text="Behövs om en förklaring begärs.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for("note", "reply_by")


class ExplanationForm(Form):
    """What the chef answers."""

    text = long_text(
        "Förklaring",
        required=True,
        help_text="Vad i arbetet krävde att ärendet öppnades? Skriv inget om personen.",
    )


class FactsForm(Form):
    """What is known of someone on the staff."""

    user = forms.ModelChoiceField(User.objects.none(), label="Medarbetare", empty_label="Välj")
    number = forms.CharField(label="Personnummer", required=False, max_length=20)
    street = forms.CharField(label="Gatuadress", required=False, max_length=200)
    postcode = forms.CharField(label="Postnummer", required=False, max_length=10)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = staff_of(by).filter(is_active=True).order_by("first_name", "last_name")
        self.choose_from("user", staff)

    def clean_number(self) -> str:
        """The number in twelve digits, or nothing."""
        told = str(self.cleaned_data["number"])
        if not told:
            return ""
        try:
            return personnummer.parse(told, clock.today())
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def told(self) -> dict[str, str]:
        """The columns as they are kept: the postcode without its space."""
        given = self.cleaned_data
        return {
            "personnummer": given["number"],
            "street": given["street"],
            "postcode": given["postcode"].replace(" ", ""),
        }


class ExtractForm(Form):
    """When the person asked."""

    received_on = day("Begäran kom in", required=True)
