"""The forms of what is known of a person."""

from typing import Any

from django import forms

from cases import personnummer
from cases.models import Person, Representative
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day

EMAIL = {"invalid": "Ange en e-postadress, till exempel namn@exempel.se."}


def line(label: str, longest: int, **options: Any) -> forms.CharField:
    """A short text that may be empty."""
    return forms.CharField(label=label, max_length=longest, required=False, **options)


class ContactForm(Form):
    """Name, address, and how the person is best reached."""

    first_name = forms.CharField(label="Förnamn", max_length=100)
    last_name = forms.CharField(label="Efternamn", max_length=100)
    street = line("Gatuadress", 200)
    postcode = line("Postnummer", 10)
    city = line("Ort", 100)
    phone = line("Telefon", 40)
    email = forms.EmailField(label="E-post", max_length=200, required=False, error_messages=EMAIL)
    contact_way = choice("Nås helst via", [("", "Ej angivet"), *Person.ContactWay.choices])
    interpreter = line("Tolk, språk", 100, help_text="Lämna tomt om personen inte behöver tolk.")


class ProtectionForm(Form):
    """The level of protection, by whose word and when."""

    protection = choice("Skydd", Person.Protection.choices)
    told_on = day("Uppgiften kom", required=True)
    source = forms.CharField(
        label="Från vem",
        max_length=200,
        help_text="Skatteverket, personen själv eller någon annan. Minskat skydd kräver besked "
        "från Skatteverket.",
    )


class NumberForm(Form):
    """The personnummer or samordningsnummer that the person has got."""

    personnummer = forms.CharField(
        label="Personnummer eller samordningsnummer",
        help_text="Tolv siffror, till exempel 20020215-2385.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 16}),
    )

    def clean_personnummer(self) -> str:
        """Twelve digits with a real date and the right check digit."""
        try:
            return personnummer.parse(self.cleaned_data["personnummer"], clock.today())
        except personnummer.NotAPersonnummer as error:
            raise forms.ValidationError(str(error)) from error


class CommissionForm(Form):
    """Who represents the person, and by what right."""

    kind = choice("Slag", Representative.Kind.choices, required=True)
    name = forms.CharField(label="Namn", max_length=200)
    valid_from = day("Företräder personen från", required=True)
    authorised_on = day(
        "Fullmakten eller beslutet är från",
        help_text="Lämna tomt om ombudets fullmakt inte har kommit än. Då syns det på sidan.",
    )
    scope = line("Vad uppdraget omfattar", 300)
    phone = line("Telefon", 40)
    email = forms.EmailField(label="E-post", max_length=200, required=False, error_messages=EMAIL)
    address = line("Adress", 300)


class EndForm(Form):
    """The last day."""

    last_day = day("Sista dag", required=True)
