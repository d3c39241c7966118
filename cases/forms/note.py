"""What is written in the journal by hand: the note, and the correction."""

from typing import Any

from django import forms

from cases.models import Note
from cases.note_rules import UNTITLED, NoteText
from jobbtorg import clock
from jobbtorg.ui.forms import Form, day, long_text


class NoteForm(Form):
    """When it happened, what, from whom."""

    takes_phrases = True
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    event_on = day("Händelsedatum", required=True, help_text="Dagen då det hände.")
    title = forms.CharField(
        label="Rubrik",
        max_length=200,
        required=False,
        help_text=f"Utan rubrik heter den {UNTITLED}.",
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    source = forms.CharField(
        label="Källa",
        max_length=300,
        required=False,
        help_text="Vem eller vad uppgifterna kommer från.",
    )
    text = long_text("Text", required=True, rows=8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_on"].initial = clock.today

    def told(self) -> NoteText:
        """What the form says."""
        data = self.cleaned_data
        return NoteText(data["event_on"], data["title"], data["text"], data["source"])

    @staticmethod
    def initial_of(note: Note) -> dict[str, Any]:
        """What is saved."""
        return {name: getattr(note, name) for name in ("event_on", "title", "source", "text")}


class CorrectionForm(Form):
    """Why an entry is corrected, and what is right."""

    reason = long_text("Varför rättas anteckningen?", required=True, rows=2)
    text = long_text(
        "Det som ska stå",
        required=True,
        rows=8,
        help_text="Skriv hela den rätta texten. Den gamla står kvar, överstruken.",
    )
