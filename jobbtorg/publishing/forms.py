"""The forms of the rulebook's pages."""

from typing import Any

from django import forms

from jobbtorg.rulebook.actions import Asked
from jobbtorg.rulebook.models import AssessmentForm
from jobbtorg.ui.forms import Form, day

BLANK = 3  # rows to write new questions in


class VersionForm(Form):
    """From which day the version is used."""

    valid_from = day("Gäller från", required=True, help_text="Tidigast i morgon.")


class QuestionForm(Form):
    """One question; left without text it is left out."""

    section = forms.CharField(label="Avsnitt", max_length=100, required=False)
    text = forms.CharField(label="Frågan lyder", max_length=300, required=False)
    help = forms.CharField(label="Hjälptext", max_length=500, required=False)
    required = forms.BooleanField(label="Ska besvaras", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but("help")

    def asked(self) -> Asked | None:
        """The question, or None where the row is empty."""
        data = self.cleaned_data
        return Asked(**data) if data["text"].strip() else None

    def clean(self) -> dict[str, Any]:
        """A question stands under a section."""
        cleaned = super().clean()
        if cleaned.get("text") and not cleaned.get("section"):
            self.add_error("section", "Ange avsnitt för frågan.")
        elif cleaned.get("help") and not cleaned.get("text"):
            self.add_error("text", "Skriv frågan som hjälptexten hör till.")
        return cleaned


def question_forms(data: Any, version: AssessmentForm, rows: int) -> list[QuestionForm]:
    """A form for each row: as posted, or as the version asks, with empty rows after."""
    known = list(version.questions.values("section", "text", "help", "required"))
    if data is not None:
        return [QuestionForm(data, prefix=f"q{n}") for n in range(rows)]
    empty: list[dict[str, Any]] = [{"required": True}] * (rows - len(known))
    return [QuestionForm(initial=row, prefix=f"q{n}") for n, row in enumerate([*known, *empty])]
