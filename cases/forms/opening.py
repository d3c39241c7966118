"""Öppna med skäl, and what is asked and answered about it afterwards."""

from typing import Any

from django import forms

from cases.opening_rules import Reason, hours_offered, number_in, reasons
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, long_text


def _in_words(hours: int) -> str:
    return "1 timme" if hours == 1 else f"{hours} timmar"


class OpeningForm(Form):
    """Which case, why and for how long."""

    number = forms.CharField(
        label="Ärendenummer", max_length=30, help_text="Till exempel JT 2025-0123."
    )
    reason = forms.ModelChoiceField(
        Code.objects.none(),
        label="Skäl",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Ange ett skäl."},
    )
    text = long_text(
        "Varför behöver du läsa ärendet?",
        required=True,
        help_text="Minst 10 tecken. Enhetens chefer ser vad du skriver.",
        rows=3,
    )
    hours = choice("Hur länge?", [], required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("reason", reasons())
        offered = [(str(hours), _in_words(hours)) for hours in hours_offered()]
        self.fields["hours"].choices = offered  # type: ignore[attr-defined]
        self.fields["text"].error_messages["required"] = "Ange varför du behöver läsa ärendet."

    def clean_number(self) -> str:
        """The number as it is kept."""
        number = number_in(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(
                "Ange ärendenumret som det står, till exempel JT 2025-0123."
            )
        return number

    def told(self) -> Reason:
        """Why and how long."""
        told = self.cleaned_data
        return Reason(told["reason"], told["text"], int(told["hours"]))


class QuestionForm(Form):
    """What a chef wants explained."""

    text = forms.CharField(
        label="Vad vill du ha förklarat?",
        max_length=300,
        error_messages={"required": "Ange vad du vill ha förklarat."},
    )


class ExplanationForm(Form):
    """The answer of who opened the case."""

    text = long_text("Varför öppnade du ärendet?", required=True, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = "Ange varför du öppnade ärendet."
