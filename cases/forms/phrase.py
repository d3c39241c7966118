"""A phrase: whose it is, what it is called, what it says."""

from typing import Any

from django import forms

from jobbtorg.organisation.models import CHEFER, Function, Unit, User
from jobbtorg.ui.forms import Form, choice, long_text

MINE, COMMON = "egen", "gemensam"


def owners_for(user: User) -> list[tuple[str, str]]:
    """Whose phrases the user may make, in words."""
    roles = user.roles()
    units = {role.unit_id: role.unit for role in roles if role.function in CHEFER}
    common = any(role.function == Function.DELEGATIONSADMIN for role in roles)
    return [
        (MINE, "Min egen"),
        *((str(pk), f"Enhetens: {unit}") for pk, unit in units.items()),
        *([(COMMON, "Gemensam för förvaltningen")] if common else []),
    ]


class WordsForm(Form):
    """What a phrase is called, and says."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="Namn", max_length=100, help_text="Det du letar efter i listan av fraser."
    )
    text = long_text("Text", required=True, rows=6)

    def words(self) -> dict[str, Any]:
        """The name and the text."""
        return {name: self.cleaned_data[name] for name in ("title", "text")}


class PhraseForm(WordsForm):
    """A new phrase."""

    field_order = ["whose", "title", "text"]
    whose = choice("Vems är frasen?", [], required=True)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = owners_for(by)
        field = self.fields["whose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices, field.initial = owners, MINE
        if len(owners) == 1:
            del self.fields["whose"]

    def owner(self) -> dict[str, Any]:
        """The owner, as the act takes it."""
        told = self.cleaned_data.get("whose", MINE)
        if told in (MINE, COMMON):
            return {"common": told == COMMON}
        return {"unit": Unit.objects.get(pk=told)}
