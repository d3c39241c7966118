"""The forms of the register: the nämnd's decision, passing on, ending, and what to look at."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import F

from jobbtorg import clock
from jobbtorg.organisation.models import CHEFER, Delegation, Function, Power, Unit
from jobbtorg.organisation.register.rules import NamndData, PassedOn, Point
from jobbtorg.organisation.register.tree import Filter
from jobbtorg.ui.forms import Form, confirmation, day

DECIDING = Unit.objects.filter(kind=Unit.Kind.JOBBTORG)


class FilterForm(Form):
    """Gäller på datum, and which part of the register."""

    datum = day("Gäller på datum")
    typ = forms.ModelChoiceField(
        label="Beslutstyp",
        queryset=Power.objects.all(),
        to_field_name="code",
        required=False,
        empty_label="Alla",
    )
    enhet = forms.ModelChoiceField(
        label="Enhet", queryset=DECIDING, required=False, empty_label="Alla"
    )
    funktion = forms.ChoiceField(
        label="Funktion",
        choices=[("", "Alla"), *((f.value, f.label) for f in CHEFER)],
        required=False,
    )
    upphorda = forms.BooleanField(label="Visa även upphörda", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()

    def day(self) -> date:
        """The day asked about; today when none is."""
        return self.cleaned_data.get("datum") or clock.today()

    def asked(self) -> Filter:
        """The part of the register that is asked for."""
        data = self.cleaned_data
        return Filter(
            data.get("typ"), data.get("enhet"), data.get("funktion", ""), bool(data.get("upphorda"))
        )


class WhoForm(Form):
    """Vem får besluta? About which kind of decision, for which unit, on which day."""

    typ = forms.ModelChoiceField(
        label="Beslutstyp", queryset=Power.objects.all(), to_field_name="code", empty_label="Välj"
    )
    enhet = forms.ModelChoiceField(label="Enhet", queryset=DECIDING, empty_label="Välj")
    datum = day("Dag", required=True)


class NamndForm(Form):
    """What the nämnd's protocol says of the decision as a whole."""

    dnr = forms.CharField(label="Diarienummer", max_length=40)
    decided_on = day("Beslutsdag", required=True)
    paragraph = forms.CharField(label="Paragraf", max_length=20, required=False)
    valid_from = day("Från och med", required=True)
    valid_to = day("Till och med", help_text="Lämna tomt om delegationen gäller tills vidare.")
    document = forms.FileField(
        label="Beslutet som pdf",
        required=False,
        help_text="Protokollsutdraget. Du kan lägga till det senare.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )
    replace = confirmation("Ersätt nämndens tidigare delegationer av samma beslutstyper")

    def namnd_decision(self) -> NamndData:
        """What was told of the decision."""
        return NamndData(**{k: self.cleaned_data[k] for k in NamndData.__dataclass_fields__})

    def file(self) -> tuple[str, bytes] | None:
        """The document's name and bytes, when one was sent."""
        sent = self.cleaned_data["document"]
        return (sent.name[:200], sent.read()) if sent else None


PASS_ON = {
    "": (),
    "chefer": tuple(CHEFER),
    "enhetschef": (Function.ENHETSCHEF,),
}


class PointForm(Form):
    """One kind of decision: whether the nämnd delegates it, in which point, and how far."""

    given = forms.BooleanField(label="Delegeras", required=False)
    point = forms.CharField(label="Punkt", max_length=20, required=False)
    lagrum = forms.CharField(label="Lagrum", max_length=100, required=False)
    pass_on = forms.ChoiceField(
        label="Får vidaredelegeras",
        choices=[
            ("", "Nej"),
            ("chefer", "Ja, till enhetschefer och biträdande"),
            ("enhetschef", "Ja, till enhetschefer"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, power: Power, **kwargs: Any) -> None:
        super().__init__(*args, prefix=power.code, initial={"lagrum": power.statute}, **kwargs)
        self.power = power
        self.fields["point"].widget.attrs["size"] = 6
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {power}"

    def clean(self) -> dict[str, Any]:
        """A point that is given has a number."""
        cleaned = super().clean()
        if cleaned.get("given") and not cleaned.get("point"):
            self.add_error("point", f"Ange punkten för ”{self.power}”.")
        return cleaned

    def told(self) -> Point:
        """The point as it stands."""
        data = self.cleaned_data
        return Point(self.power, data["point"], data["lagrum"], PASS_ON[data["pass_on"]])


class DocumentForm(Form):
    """The document of a decision recorded without one."""

    document = forms.FileField(
        label="Beslutet som pdf",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )


class PassOnForm(Form):
    """Ny vidaredelegation: what the förvaltningschef passes on, to whom, where and when."""

    powers = forms.ModelMultipleChoiceField(
        label="Beslutstyper",
        queryset=Power.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en beslutstyp."},
    )
    function = forms.ChoiceField(label="Till funktion", choices=[("", "Välj"), *Function.choices])
    unit = forms.ModelChoiceField(
        label="Enhet eller verksamhetsområde", queryset=Unit.objects.none(), empty_label="Välj"
    )
    point = forms.CharField(
        label="Beteckning",
        max_length=20,
        help_text="Förvaltningschefens beslut, till exempel V 2026:3.",
    )
    valid_from = day("Från och med", required=True)
    valid_to = day("Till och med", help_text="Lämna tomt om delegationen gäller tills vidare.")
    replace = confirmation("Ersätt det som överlappar. Det upphör dagen före.")
    confirmed = confirmation()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = Delegation.objects.filter(ground=None, withdrawn_on=None)
        self.choose_from("powers", Power.objects.filter(pk__in=given.values("power")))
        units = Unit.objects.exclude(last_day__lt=clock.today())
        self.choose_from("unit", units.order_by(F("part_of").asc(nulls_first=True), "name"))

    def told(self) -> PassedOn:
        """What is passed on."""
        return PassedOn(**{k: self.cleaned_data[k] for k in PassedOn.__dataclass_fields__})


class EndForm(Form):
    """The last day of a row. `seen` is the version that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    last_day = day("Sista dag", required=True, help_text="Den sista dag som raden gäller.")
    confirmed = confirmation("Ja, avsluta ändå")
