"""The forms of what comes from the courts: something told, a judgment, and that it is executed."""

from typing import Any

from django import forms

from appeals.court_rules import EventData, JudgmentData
from appeals.mal import mal_of
from appeals.models import Appeal, CourtEvent, Instance, Judgment, Way
from cases.models import Document
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day, long_text


class CourtPaper(forms.ModelChoiceField):
    """A document from a court, by its number and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Handling 9: Dom, kom in 2026-06-03."""
        return f"Handling {obj.number}: {obj.title}, kom in {obj.received_on}"


class FromCourtForm(Form):
    """Which court, which mål where there are two, and the court's paper."""

    way = choice("Vad målet gäller", Way.choices)
    instance = choice("Domstol", Instance.choices)
    document = CourtPaper(
        Document.objects.none(),
        label="Domstolens handling",
        required=False,
        empty_label="Ingen",
        help_text="Handlingar av typen Handling från domstol, som finns i ärendet.",
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = mal_of(appeal)
        self.only_way = found[0].way if len(found) == 1 else ""
        if self.only_way:
            del self.fields["way"]
        courts = [court for mal in found for court in mal.awaits()]
        self.fields["instance"].initial = courts[-1] if courts else Instance.FIRST
        papers = appeal.case.documents.current().filter(type__code="domstol")
        self.choose_from("document", papers.order_by("-number"))

    def told(self, *names: str) -> dict[str, Any]:
        """What the form says in these fields, and in those that every such form has."""
        data = self.cleaned_data
        way = self.only_way or data["way"]
        return {name: data[name] for name in ("instance", "document", *names)} | {"way": way}


class EventForm(FromCourtForm):
    """Anteckna från rätten."""

    kind = choice("Vad som har kommit", CourtEvent.Kind.choices)
    event_on = day("Dag", required=True, help_text="Dagen på rättens brev eller beslut.")
    case_number = forms.CharField(label="Målnummer", max_length=40, required=False)
    reply_by = day("Yttrande senast", help_text="Om rätten vill att ni yttrar er.")
    by = choice(
        "Vem som överklagar domen", CourtEvent.By.choices, help_text="Om domen är överklagad."
    )
    text = long_text("Anteckning", rows=3)
    field_order: tuple[str, ...] = (
        "way", "kind", "instance", "event_on", "case_number", "reply_by", "by", "document", "text",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event_on"].initial = clock.today
        self.ask_for_all_but("case_number", "reply_by", "by", "document", "text")

    def data_told(self) -> EventData:
        """What the form says."""
        return EventData(**self.told("kind", "event_on", "case_number", "reply_by", "by", "text"))


class JudgmentForm(FromCourtForm):
    """Registrera dom."""

    outcome = choice("Hur det gick", Judgment.Outcome.choices)
    judged_on = day("Domens dag", required=True)
    arrived_on = day(
        "Ni fick domen", required=True, help_text="Tre veckor från den dagen kan ni överklaga den."
    )
    text = long_text("Vad rätten bestämde", rows=4, help_text="Domslutet, med rättens ord.")
    field_order: tuple[str, ...] = (
        "way", "instance", "outcome", "judged_on", "arrived_on", "text", "document",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].initial = clock.today
        self.ask_for_all_but("document")

    def data_told(self) -> JudgmentData:
        """What the form says."""
        return JudgmentData(**self.told("outcome", "judged_on", "arrived_on", "text"))


class Reason(Form):
    """What was wrong in what is put right."""

    reason = long_text(
        "Vad som blev fel",
        rows=2,
        help_text="Det som antecknades först står kvar, överstruket, med det du skriver här.",
    )


class CorrectEventForm(Reason, EventForm):
    """Rätta det som är antecknat."""

    field_order = (*EventForm.field_order, "reason")


class CorrectJudgmentForm(Reason, JudgmentForm):
    """Rätta domen."""

    field_order = (*JudgmentForm.field_order, "reason")


class ExecuteForm(Form):
    """Verkställ domen: when and how it was done."""

    done_on = day("Verkställd", required=True)
    how = long_text(
        "Hur ni har verkställt domen",
        rows=4,
        help_text="Till exempel vilket beslut som har ändrats, och när stödet började.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = clock.today
        self.ask_for_all_but()


class ReopenForm(Form):
    """Nothing to fill in: what the person asked for is known."""
