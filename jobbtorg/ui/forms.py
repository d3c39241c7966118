"""The form that every form derives from: text comes in clean, and nothing typed is lost."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet

from jobbtorg.ui.cleaning import clean

NUL = "\x00"


class Form(forms.Form):
    """A form whose texts are clean, and whose messages are sentences of ours."""

    takes_phrases = False  # whether Infoga fras stands beside its long texts

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        self.had_nul: list[str] = []
        super().__init__(self._cleaned(data), *args, **kwargs)
        for field in self.fields.values():
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = f"Ange högst {validator.limit_value} tecken."

    def _cleaned(self, data: Any) -> Any:
        """The posted data without invisible characters, and which fields had NUL."""
        if data is None or not hasattr(data, "lists"):
            return data
        cleaned = data.copy()
        for name, values in data.lists():
            if any(NUL in value for value in values):
                self.had_nul.append(name)
            cleaned.setlist(name, [clean(value.replace(NUL, "")) for value in values])
        return cleaned

    def ask_for_all_but(self, *optional: str) -> None:
        """Of every other field `ask_for`."""
        self.ask_for(*(name for name in self.fields if name not in optional))

    def ask_for(self, *names: str) -> None:
        """Fields that may be saved empty but that some act asks for are not called optional."""
        for name in names:
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def choose_from(self, name: str, rows: QuerySet[Any]) -> None:
        """The rows that the field offers."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def renew(self, name: str, value: Any) -> None:
        """Shows the posted form again with another value in one field."""
        self.data = {**{k: self.data[k] for k in self.data}, self.add_prefix(name): value}

    def clean(self) -> dict[str, Any]:
        """Tells of the characters that were taken out, so that the text can be read again."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.had_nul:
            if name in self.fields:
                self.add_error(
                    name,
                    "Texten innehöll ett osynligt tecken som inte kan sparas. Vi har tagit bort "
                    "det. Läs igenom texten och skicka igen.",
                )
        return cleaned


def long_text(label: str, *, required: bool = False, help_text: str = "", rows: int = 5) -> Any:
    """A text of any length, that saves itself as a draft."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Day(forms.DateField):
    """A date field that tells a day which is not in the calendar from one that is not a date."""

    def to_python(self, value: Any) -> Any:
        """The date, or a sentence about what is wrong with it."""
        try:
            return super().to_python(value)
        except forms.ValidationError as wrong:
            typed = str(value).strip()
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
                raise
            sentence = f"{typed} finns inte i kalendern. {wrong.messages[0]}"
            raise forms.ValidationError(sentence) from wrong


def day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A date, typed as 2026-02-27."""
    return Day(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d"),
    )


def choice(
    label: str, choices: Any, *, required: bool = False, help_text: str = ""
) -> forms.ChoiceField:
    """One of a few, all in sight."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
    )


def confirmation(label: str = "Ja, så ska det vara") -> forms.BooleanField:
    """A tick that is shown once a rule has told of a consequence and asked for it."""
    field = forms.BooleanField(label=label, required=False)
    field.on_demand = True  # type: ignore[attr-defined]
    return field
