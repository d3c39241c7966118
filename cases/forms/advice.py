"""Råd och stöd: a contact in a few clicks, that nobody applied after all, and the period."""

import uuid
from datetime import date
from typing import Any

from django import forms

from cases import personnummer
from cases.advice_rules import REACHING, UNNAMED, ContactData, names_people
from cases.models import AdviceContact, AdviceDecline, Person
from jobbtorg import clock
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import Code, Provision
from jobbtorg.ui.forms import Form, choice, day

WANTS = "Ville personen ansöka?"


class ContactForm(Form):
    """What is counted; day, unit and kind are filled in, so that the rest is three clicks."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    held_on = day("Dag", required=True)
    unit = forms.ModelChoiceField(label="Enhet", queryset=Unit.objects.none(), empty_label="Välj")
    kind = forms.ModelChoiceField(
        label="Slag av kontakt",
        queryset=Code.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect(attrs={"class": "row"}),
    )
    personnummer = forms.CharField(
        label="Personnummer",
        required=False,
        help_text="Bara för den som redan finns här.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 16}),
    )
    gender = choice("Kön", AdviceContact.Gender.choices, required=True)
    informed = forms.BooleanField(label="Upplyst om rätten att ansöka", required=False)
    wants = choice(WANTS, AdviceContact.Wants.choices, required=True)

    searched = False  # whether a person was looked for, which is logged
    person: Person | None = None

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(kind__in=REACHING).exclude(last_day__lt=clock.today())
        self.choose_from("unit", units)
        kinds = Code.objects.on().filter(list=Code.List.CONTACT_KIND)
        self.choose_from("kind", kinds)
        latest = AdviceContact.objects.filter(noted_by=by).order_by("-pk").first()
        own = [role.unit_id for role in by.roles() if role.unit.kind in REACHING]
        self.fields["unit"].initial = own[0] if own else latest and latest.unit_id
        self.fields["kind"].initial = latest.kind if latest else kinds.first()
        self.fields["held_on"].initial = clock.today
        self.fields["request_id"].initial = uuid.uuid4
        law = Provision.objects.on().filter(key="rad_och_stod_upplysning").first()
        self.fields["informed"].help_text = str(law or "")
        if not names_people(clock.today()) and not self.data.get("personnummer"):
            del self.fields["personnummer"]

    def clean_personnummer(self) -> str:
        """Twelve digits of someone who is known."""
        typed = self.cleaned_data["personnummer"].strip()
        if not typed:
            return ""
        if not names_people(clock.today()):
            raise forms.ValidationError(UNNAMED)
        try:
            digits = personnummer.parse(typed, clock.today())
        except personnummer.NotAPersonnummer as error:
            raise forms.ValidationError(str(error)) from error
        self.searched = True
        self.person = Person.objects.filter(personnummer=digits).first()
        if self.person is None:
            raise forms.ValidationError("Personen finns inte här sedan tidigare.")
        return digits

    def contact(self) -> ContactData:
        """What is to be noted."""
        told = {n: self.cleaned_data[n] for n in ("held_on", "unit", "kind", "gender", "informed")}
        return ContactData(wants=self.cleaned_data["wants"], person=self.person, **told)


class DeclineForm(Form):
    """When and how the person said that they did not wish to apply."""

    told_on = day("Dag", required=True)
    how = choice("Hur personen sa det", AdviceDecline.How.choices, required=True)
    asked = forms.BooleanField(label="Jag har frågat om personen vill ansöka", required=False)

    def __init__(self, *args: Any, contact: AdviceContact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_on"].initial = clock.today
        if not contact.is_doubtful:
            del self.fields["asked"]

    def told(self) -> dict[str, Any]:
        """When, how, and whether the person was asked."""
        return {"asked": False} | self.cleaned_data


class PeriodForm(Form):
    """From and to: this month unless told."""

    fran = day("Från och med", required=True)
    till = day("Till och med", required=True)

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        cleaned = super().clean()
        first, last = cleaned.get("fran"), cleaned.get("till")
        if first and last and last < first:
            self.add_error("till", "Perioden slutar före sin början.")
        return cleaned

    @classmethod
    def of(cls, data: Any) -> tuple["PeriodForm", tuple[date, date]]:
        """The form as it stands in the address, and the period that it tells: else this month."""
        today = clock.today()
        month = {"fran": today.replace(day=1), "till": today}
        told = {name: data[name] for name in month if data.get(name)}
        form = cls({name: str(day_) for name, day_ in month.items()} | told)
        if form.is_valid():
            return form, (form.cleaned_data["fran"], form.cleaned_data["till"])
        return form, (month["fran"], month["till"])
