"""Who is to be named on a protected person's case, why and until when."""

from typing import Any

from django import forms

from cases.models import Case
from cases.naming_rules import Told, last_day, may_be_named
from jobbtorg.organisation.models import User
from jobbtorg.ui.forms import Form, day, long_text


class NamingForm(Form):
    """Namnge en kollega."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Medarbetare",
        empty_label="Välj",
        required=False,
        error_messages={"invalid_choice": "Välj någon i listan."},
    )
    reason = long_text(
        "Varför behöver hen ärendet?",
        rows=3,
        help_text="Vad i arbetet som kräver det. Skriv inget om personen: texten står i journalen.",
    )
    until = day("Till och med")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
        self.choose_from("user", may_be_named(case))
        self.fields["until"].help_text = f"Senast {last_day()}. Sedan ser hen inte ärendet."

    def told(self) -> Told:
        """As the act takes it."""
        given = self.cleaned_data
        return Told(given["user"], given["reason"], given["until"])
