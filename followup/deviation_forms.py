"""The forms of an avvikelse: six questions to report it, and one form for each step."""

from typing import Any

from django import forms
from django.db.models import Q

from cases.models import Case
from followup.deviation_deciding import Inquiry
from followup.deviation_rules import Meeting, Report
from followup.models import (
    Deviation,
    DeviationAnswer,
    DeviationDecision,
    DeviationIvo,
    DeviationReception,
)
from jobbtorg import clock
from jobbtorg.organisation.models import CHEFER, Appointment, Function, Unit, User
from jobbtorg.organisation.namnder import beside
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, day, long_text


def staff_of(unit: Unit) -> Any:
    """Who works at the unit today, and the nämnd's förvaltningschef."""
    top = Q(function=Function.FORVALTNINGSCHEF, unit__in=beside([unit.pk]))
    held = Appointment.objects.on().filter(Q(unit=unit) | top)
    rows = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return rows.order_by("first_name", "last_name", "pk")


def staff_for(deviation: Deviation) -> Any:
    """The same for a report, and whom the nämnd has appointed to handle it."""
    appointed = deviation.of_namnd
    rows = staff_of(deviation.unit)
    return rows | User.objects.filter(pk=appointed.user_id) if appointed else rows


def causes() -> Any:
    """The rulebook's list of causes today."""
    return Code.objects.on().filter(list=Code.List.DEVIATION_CAUSE)


def person(label: str, help_text: str = "") -> forms.ModelChoiceField:
    """One of the staff."""
    return forms.ModelChoiceField(
        User.objects.none(), label=label, empty_label="Välj", help_text=help_text
    )


class ReportForm(Form):
    """Rapportera: six questions, whatever the kind. 27 kap. 2 § SoL."""

    kind = choice("Vad vill du rapportera?", Deviation.Kind.choices, required=True)
    what = long_text("Vad har hänt?", required=True)
    happened_on = day(
        "När hände det?",
        required=True,
        help_text="För klagomål och synpunkter: dagen då de kom in.",
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Var hände det?", empty_label="Välj")
    told_by = choice("Vem kommer det från?", Deviation.From.choices, required=True)
    done_at_once = long_text(
        "Vad gjordes genast?", required=True, rows=3, help_text="Gjordes inget, så skriv det."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = (Unit.Kind.JOBBTORG, Unit.Kind.INSATSER)
        here = Q(last_day=None) | Q(last_day__gte=clock.today())
        self.choose_from("unit", Unit.objects.filter(here, kind__in=places))

    def told(self, case: Case | None) -> Report:
        """What was answered."""
        return Report(**self.cleaned_data, case=case)


class StepForm(Form):
    """A form about one report."""

    def __init__(self, *args: Any, deviation: Deviation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deviation = deviation
        for name in ("user", "users", "responsible", "done_by"):
            if name in self.fields:
                self.choose_from(name, staff_for(deviation))
        if "cause" in self.fields:
            self.choose_from("cause", causes())


class NameForm(StepForm):
    """Whom the report is about."""

    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Medarbetare som rapporten gäller",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Ange minst en medarbetare."},
    )


class ReceiveForm(StepForm):
    """How it is handled, and what was done at once."""

    track = choice("Hur ska rapporten hanteras?", DeviationReception.Track.choices, required=True)
    assessment = long_text("Bedömning", required=True)
    measures = long_text("Omedelbara åtgärder", required=True, rows=3)

    def __init__(self, *args: Any, deviation: Deviation, **kwargs: Any) -> None:
        super().__init__(*args, deviation=deviation, **kwargs)
        if deviation.is_lex_sarah or deviation.reception:
            track = self.fields["track"]
            assert isinstance(track, forms.ChoiceField)
            only = DeviationReception.Track.LEX_SARAH
            track.choices, track.initial = [(only.value, only.label)], only.value


class HandToForm(StepForm):
    """Whom the nämnd has appointed: a chef somewhere else, or anyone whom it trusts."""

    user = person("Handläggare", "Den som rapporten gäller kan inte handlägga den.")
    held_on = day("Sammanträdesdag", required=True)
    dnr = forms.CharField(label="Diarienummer", max_length=40)
    paragraph = forms.CharField(label="Paragraf", max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Appointment.objects.on().filter(function__in=[*CHEFER, Function.FORVALTNINGSCHEF])
        rows = User.objects.filter(is_active=True, pk__in=held.values("user"))
        self.choose_from("user", rows.order_by("first_name", "last_name", "pk"))

    def told(self) -> Meeting:
        """Where it stands."""
        data = self.cleaned_data
        return Meeting(data["held_on"], data["dnr"], data["paragraph"])


class AppointForm(StepForm):
    """Who investigates."""

    user = person("Utredare", "Den som rapporten gäller kan inte utreda den.")


class InquiryForm(StepForm):
    """Utredning, part by part. SOSFS 2011:5 5 kap."""

    happened = long_text("Vad som har hänt", required=True)
    noticed = long_text("När och hur det uppmärksammades", required=True, rows=3)
    causes = long_text("Orsaker", required=True)
    cause = forms.ModelChoiceField(Code.objects.none(), label="Främsta orsak", empty_label="Välj")
    consequences = long_text("Konsekvenser för den enskilde", required=True, rows=4)
    before = long_text("Har något liknande hänt förut?", required=True, rows=3)
    done = long_text("Vad som har gjorts", required=True, rows=4)
    prevention = long_text("Vad som ska hindra att det händer igen", required=True, rows=4)
    views = long_text(
        "Den enskildes uppfattning",
        required=True,
        rows=3,
        help_text="Har personen inte kunnat eller velat berätta, så skriv varför.",
    )

    def told(self) -> Inquiry:
        """The parts."""
        parts = {name: text for name, text in self.cleaned_data.items() if name != "cause"}
        return Inquiry(**parts)


class DecideForm(StepForm):
    """What is found, and why."""

    outcome = choice("Beslut", DeviationDecision.Outcome.choices, required=True)
    reasons = long_text("Skäl för beslutet", required=True)


class NamndForm(DecideForm):
    """What the nämnd itself has found."""

    held_on = day("Sammanträdesdag", required=True)
    dnr = forms.CharField(label="Diarienummer", max_length=40)
    paragraph = forms.CharField(label="Paragraf", max_length=20)

    def told(self) -> Meeting:
        """Where it stands."""
        data = self.cleaned_data
        return Meeting(data["held_on"], data["dnr"], data["paragraph"])


class SendForm(StepForm):
    """That the anmälan goes."""

    dnr = forms.CharField(label="Diarienummer", max_length=40)
    how = choice("Sätt", DeviationIvo.How.choices, required=True)
    sent_on = day("Skickad", required=True)


class AnswerForm(StepForm):
    """What whoever complained was answered."""

    answered_on = day("Besvarat", required=True)
    how = choice("Hur", DeviationAnswer.How.choices, required=True)
    text = long_text("Vad som sades eller skrevs", required=True)


class MeasureForm(StepForm):
    """An åtgärd."""

    text = long_text("Åtgärd", required=True, rows=3)
    responsible = person("Ansvarig")
    due_on = day("Klar senast", required=True)


class MeasureDoneForm(StepForm):
    """That it is done."""

    done_on = day("Klar", required=True)
    done_by = person("Utförd av")
    result = long_text("Resultat", required=True, rows=3)


class InformedForm(StepForm):
    """Whether and when the person was told."""

    told_on = day("Informerad", help_text="Lämna tomt om personen inte är informerad.")
    note = long_text(
        "Vad som sades, eller varför personen inte är informerad", required=True, rows=3
    )


class JournalForm(StepForm):
    """What is noted in the personakt: the event, not the report."""

    event_on = day("Händelsedatum", required=True)
    title = forms.CharField(label="Rubrik", max_length=200)
    text = long_text(
        "Händelsen",
        required=True,
        help_text="Skriv bara det som rör personen och stödet. Rapporten, utredningen och dess "
        "nummer hör inte hemma i personakten.",
    )


class CloseForm(StepForm):
    """What it came to."""

    conclusion = long_text("Slutsats", required=True, rows=4)
    cause = forms.ModelChoiceField(
        Code.objects.none(), label="Främsta orsak", empty_label="Välj", required=False
    )
    no_measures = long_text("Varför inga åtgärder behövs", rows=2)

    def __init__(self, *args: Any, deviation: Deviation, **kwargs: Any) -> None:
        super().__init__(*args, deviation=deviation, **kwargs)
        if deviation.inquiry:
            del self.fields["cause"]
        if deviation.measures.all():
            del self.fields["no_measures"]
        if "cause" in self.fields:
            self.ask_for_all_but()
