"""Ny ansökan: who applies, when and how it came in, in the person's own words."""

import uuid
from typing import Any

from django import forms

from cases import personnummer
from cases.application_rules import REGISTERS
from cases.models import AdviceContact, Application, Person
from cases.protection import KEPT_OUT
from cases.told import ApplicationData, PersonData
from jobbtorg import clock
from jobbtorg.arrivals import Delivery
from jobbtorg.organisation.models import Appointment, Function, Unit, User
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, day, long_text

REACHED = "Välj hur personen nåddes."
OWN_WORDS = "Skriv vad personen ansöker om, med personens egna ord."
SECRET = (
    "Skriv ingen adress, och vid fingerade uppgifter inte heller telefon eller e-post, för den som "
    "har det här skyddet. Brevet går genom Skatteverkets förmedling."
)
ASKED = {"personnummer", "received_by", "delivery", "noticed_on", "arrived_on", "born", "gender"}
QUESTIONS = ("age_confirmed", "name_confirmed", "continued")


def receivers(by: User) -> Any:
    """Who may have taken the application: the user and the colleagues who register, by name."""
    units = [role.unit_id for role in by.roles()]
    held = Appointment.objects.on().filter(function__in=REGISTERS, unit__in=units)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.order_by("first_name", "last_name")


class ApplicationForm(Form):
    """Everything that registering asks for; nothing that no letter, rule or figure uses."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    personnummer = forms.CharField(
        label="Personnummer",
        required=False,
        help_text="Tolv siffror, till exempel 20020215-2385. Samordningsnummer går också bra.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 16}),
    )
    no_number = forms.BooleanField(
        label="Numret saknas",
        required=False,
        help_text="Personen har varken personnummer eller samordningsnummer.",
    )
    born = day("Födelsedag", help_text="Personen får ett tillfälligt nummer här.")
    gender = choice("Kön", [("", "Uppgift saknas"), *Person.Gender.choices])
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
    phone = forms.CharField(label="Telefon", max_length=40, required=False)
    email = forms.EmailField(
        label="E-post",
        max_length=200,
        required=False,
        error_messages={"invalid": "Ange en e-postadress, till exempel namn@exempel.se."},
    )
    interpreter = forms.CharField(
        label="Tolk, språk",
        max_length=100,
        required=False,
        help_text="Om personen behöver tolk, också teckenspråk.",
    )
    channel = choice("Kanal", Application.Channel.choices, required=True)
    delivery = choice("Hur den skriftliga ansökan kom in", Delivery.choices)
    noticed_on = day(
        "Ni fick den",
        help_text="Dagen då posten kom, brevlådan tömdes, den lämnades över eller mejlet lästes.",
    )
    arrived_on = day(
        "Ankomstdag",
        help_text="Den dag ansökan kom in eller personen sa att hen vill ansöka. Lämna tomt om "
        "det är i dag, eller om den kom med posten: då räknas dagen fram.",
    )
    arrival_reason = long_text(
        "Skäl till en annan dag",
        rows=2,
        help_text="Bara om den inte är den som 22 § förvaltningslagen utgår från.",
    )
    made_by = forms.CharField(
        label="Ansökan gjordes av",
        max_length=200,
        required=False,
        help_text="Om det inte var den sökande själv: namn och på vilket sätt personen företräder.",
    )
    received_by = forms.ModelChoiceField(
        label="Togs emot av", queryset=User.objects.none(), required=False, empty_label=None
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
    continued = forms.BooleanField(
        label="Ja, ansökan gäller fortsatt insats i samma ärende", required=False
    )

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
        self.fields["noticed_on"].initial = clock.today
        self.choose_from("received_by", receivers(by))
        self.fields["received_by"].initial = by.pk
        self.ask_for_all_but(*(set(self.fields) - ASKED))
        asked = [name for name in QUESTIONS if self.data.get(name) or self.initial.get(name)]
        self.questions: set[str] = set(asked)
        for name, value in told_at(contact).items():
            self.fields[name].initial = value

    def clean_personnummer(self) -> str:
        """Twelve digits with a real date and the right check digit; none for who has none."""
        typed = self.cleaned_data["personnummer"]
        if self.data.get("no_number"):
            return ""
        if not typed:
            raise forms.ValidationError("Ange personnummer.")
        try:
            return personnummer.parse(typed, clock.today())
        except personnummer.NotAPersonnummer as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """What a protected person's level keeps out is not written; what is unasked is empty."""
        cleaned = super().clean()
        if not cleaned.get("no_number"):
            cleaned |= {"born": None, "gender": ""}
        if cleaned.get("channel") != Application.Channel.WRITTEN:
            cleaned |= {"delivery": "", "arrival_reason": ""}
        for name in KEPT_OUT[cleaned.get("protection", "")]:
            if cleaned.get(name):
                self.add_error(name, SECRET)
                break
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


def coaches_of(unit: Unit | int) -> Any:
    """The unit's coaches today, by name."""
    held = Appointment.objects.on().filter(unit=unit, function=Function.COACH)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by(
        "first_name", "last_name"
    )
