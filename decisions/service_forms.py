"""The forms of the decided case: how the letter went, and when it arrived."""

from typing import Any

from django import forms

from cases.models import Representative
from decisions.models import Decision, Dispatch, Service
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day

Evidence = Service.Evidence
NOTED = [pair for pair in Evidence.choices if pair[0] != Evidence.SIMPLIFIED]


class DispatchForm(Form):
    """How and when the letter went, and to whom."""

    how = choice("Sätt", Dispatch.How.choices, required=True)
    sent_on = day("Skickat eller överlämnat", required=True)
    informed_on = day(
        "Fick veta om förenklad delgivning",
        help_text="Bara vid förenklad delgivning: dagen då den sökande fick veta att den används.",
    )
    representative = forms.ModelChoiceField(
        Representative.objects.none(), label="Till", required=False, empty_label="Den sökande själv"
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        kwargs["initial"] = {"sent_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, auto_id="skicka_%s", **kwargs)
        found = decision.application.case.person.representatives.on()
        self.choose_from("representative", found)
        if not found:
            del self.fields["representative"]


class ControlForm(Form):
    """The day of the kontrollmeddelande."""

    control_on = day("Kontrollmeddelandet skickades", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"control_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, auto_id="kontroll_%s", **kwargs)


class UndeliveredForm(Form):
    """What happened with the letter."""

    noticed_on = day("Dag", required=True)
    reason = forms.CharField(label="Vad hände?", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"noticed_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, auto_id="retur_%s", **kwargs)
        self.ask_for("reason")


class ServiceForm(Form):
    """Registrera delfående: the day, and what shows it."""

    received_on = day("Delfåendedag", required=True)
    evidence = choice("Bevis", NOTED, required=True)
    document = forms.FileField(
        label="Undertecknat kvitto",
        required=False,
        help_text="PDF eller bild. Det sparas bland handlingarna.",
    )
    note = forms.CharField(
        label="Hur det gick till",
        required=False,
        max_length=300,
        help_text="Till exempel vem som lämnade över brevet, eller läste upp det, och var.",
    )
    replaces = forms.ModelChoiceField(
        Service.objects.none(),
        label="Rättar",
        required=False,
        empty_label="Inget tidigare delfående",
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="delfaende_%s", **kwargs)
        earlier = decision.services.filter(dispatch=None, replaced_by=None)
        self.choose_from("replaces", earlier)
        if not earlier:
            del self.fields["replaces"]
