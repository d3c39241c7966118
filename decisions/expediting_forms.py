"""The forms of the letters that are sent together."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from decisions.models import Letter
from decisions.sending_lists import ways
from jobbtorg import clock
from jobbtorg.ui.forms import Form, day

GONE = "Ett av breven finns inte längre i listan. Läs in sidan på nytt och välj igen."


class ChosenForm(Form):
    """The letters that are ticked, in the order of the list."""

    letters = forms.ModelMultipleChoiceField(
        Letter.objects.none(),
        label="Brev",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Välj minst ett brev.",
            "invalid_choice": GONE,
            "invalid_pk_value": GONE,
        },
    )

    def __init__(self, *args: Any, listed: QuerySet[Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("letters", listed)

    @property
    def ticked(self) -> list[str]:
        """The keys of the letters that were ticked, also those that cannot be chosen."""
        return self["letters"].value() or []

    @property
    def asked_for_others(self) -> bool:
        """Whether a letter was asked for that is not the user's to see."""
        return any(error.code == "invalid_choice" for error in self.errors.as_data()["letters"])


class SentForm(ChosenForm):
    """When they went, and each by its way."""

    sent_on = day("Skickade", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"sent_on": clock.today()}, **kwargs)
        self.ways: dict[Letter, str] = {}

    def clean(self) -> dict[str, Any]:
        """Every letter has a way that is offered for it."""
        cleaned = super().clean()
        for letter in cleaned.get("letters", ()):
            self.ways[letter] = how = self.data.get(way_of(letter), "")
            if how not in ways(letter.decision):
                self.add_error("letters", f"Välj sätt för beslut {letter.decision.number}.")
        return cleaned


def way_of(letter: Letter) -> str:
    """The name of the choice of way on the letter's row."""
    return f"how_{letter.pk}"
