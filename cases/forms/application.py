"""Ny ansökan: who applies, when and how it came in, in the person's own words."""

import uuid
from typing import Any

from django import forms

from cases import personnummer
from cases.actions import ApplicationData, PersonData
from cases.models import AdviceContact, Application, Person
from jobbtorg import clock
from jobbtorg.organisation.models import Function, Unit, User
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, day, long_text

REACHED = "Välj hur personen nåddes."
OWN_WORDS = "Skriv vad personen ansöker om, med personens egna ord."


class ApplicationForm(Form):
    """Everything that registering asks for; nothing that no letter, rule or figure uses."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    personnummer = forms.CharField(
        label="Personnummer",
        help_text="Tolv siffror, till exempel 20020215-2385. Samordningsnummer går också bra.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 16}),
    )
    first_name = forms.CharField(label="Förnamn", max_length=100)
    last_name = forms.CharField(label="Efternamn", max_length=100)
    protection = forms.ChoiceField(
        label="Skyddade personuppgifter",
        choices=Person.Protection.choices,
        required=False,
        help_text="Då ser bara de som är namngivna på ärendet det, och brev går via Skatteverket.",
    )
    street = forms.CharField(label="Gatuadress", max_length=200, required=False)
    postcode = forms.CharField(
        label="Postnummer",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 8}),
    )
    city = forms.CharField(label="Ort", max_length=100, required=False)
    channel = choice("Kanal", Application.Channel.choices, required=True)
    arrived_on = day(
        "Ankomstdag",
        required=True,
        help_text="Den dag ansökan kom in eller personen sa att hen vill ansöka.",
    )
    reached_by = forms.ModelChoiceField(
        label="Nåddes via",
        error_messages={"required": REACHED},
        queryset=Code.objects.none(),
        empty_label="Välj",
    )
    target_group = forms.ModelChoiceField(
        label="Målgrupp", queryset=Code.objects.none(), empty_label="Välj"
    )
    unit = forms.ModelChoiceField(
        label="Jobbtorg som utreder", queryset=Unit.objects.none(), empty_label="Välj"
    )
    own_words = long_text(
        "Med den sökandes egna ord",
        required=True,
        help_text="Vad personen ansöker om och varför. Skriv så som personen säger det.",
        rows=6,
    )
    own_words.error_messages["required"] = OWN_WORDS
    age_confirmed = forms.BooleanField(label="Ja, åldern stämmer", required=False)
    name_confirmed = forms.BooleanField(label="Ja, namnet stämmer", required=False)

    def __init__(
        self, *args: Any, by: User, contact: AdviceContact | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact
        codes = Code.objects.on()
        self.choose_from("reached_by", codes.filter(list=Code.List.REACHED))
        self.choose_from("target_group", codes.filter(list=Code.List.TARGET_GROUP))
        units = Unit.objects.filter(kind=Unit.Kind.JOBBTORG).exclude(last_day__lt=clock.today())
        own = [r.unit for r in by.roles() if r.function != Function.REGISTRATOR]
        own = [unit for unit in own if unit.investigates]
        self.choose_from("unit", units)
        if own:
            self.fields["unit"].initial = own[0]
        self.fields["request_id"].initial = uuid.uuid4
        self.fields["arrived_on"].initial = clock.today
        for name, value in told_at(contact).items():
            self.fields[name].initial = value
        self.questions: set[str] = {
            name for name in ("age_confirmed", "name_confirmed") if self.data.get(name)
        }

    def clean_personnummer(self) -> str:
        """Twelve digits with a real date and the right check digit."""
        try:
            return personnummer.parse(self.cleaned_data["personnummer"], clock.today())
        except personnummer.NotAPersonnummer as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """A protected person has no address here."""
        cleaned = super().clean()
        address = [name for name in ("street", "postcode", "city") if cleaned.get(name)]
        if cleaned.get("protection") and address:
            self.add_error(
                address[0],
                "Skriv ingen adress för den som har skyddade personuppgifter. "
                "Brevet går genom Skatteverkets förmedling.",
            )
        return cleaned

    def person(self) -> PersonData:
        """Who applies."""
        return PersonData(
            **{name: self.cleaned_data[name] for name in PersonData.__dataclass_fields__}
        )

    def application(self) -> ApplicationData:
        """What came in."""
        told = [name for name in ApplicationData.__dataclass_fields__ if name != "contact"]
        return ApplicationData(
            **{name: self.cleaned_data[name] for name in told}, contact=self.contact
        )


def told_at(contact: AdviceContact | None) -> dict[str, Any]:
    """What a contact in råd och stöd tells of the application that came of it."""
    if contact is None:
        return {}
    by_letter = contact.kind.code == "e-post"
    channel = Application.Channel.WRITTEN if by_letter else Application.Channel.ORAL
    told = {"arrived_on": contact.held_on, "channel": channel}
    if contact.unit.investigates:
        told["unit"] = contact.unit
    if contact.kind.code == "uppsokande":
        reached = Code.objects.on().filter(list=Code.List.REACHED, code=contact.unit.kind)
        told["reached_by"] = reached.first()
    return told


class AssignForm(Form):
    """Which coach of the unit takes the case."""

    coach = forms.ModelChoiceField(label="Coach", queryset=User.objects.none(), empty_label="Välj")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("coach", coaches_of(unit))


def coaches_of(unit: Unit) -> Any:
    """The unit's coaches today, by name."""
    held = unit.appointments.on().filter(function=Function.COACH)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by(
        "first_name", "last_name"
    )
