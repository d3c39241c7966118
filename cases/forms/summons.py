"""Kallelse till möte: when, where, what about and how the letter goes; and Ställ in."""

from datetime import datetime
from typing import Any

from django import forms

from cases.models import Case, Sending, Summons
from cases.summoning_rules import SummonsData
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day, long_text

HIDDEN = (
    "Bara vid besök. Personen har skyddade personuppgifter: skriv bara det som hen måste veta för "
    "att hitta."
)


class MeetingForm(Form):
    """When and where somebody is met, how, and what about."""

    meeting_on = day("Mötets dag", required=True)
    meeting_time = forms.TimeField(
        label="Klockslag",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"size": 6}),
        help_text="Till exempel 10.00",
        error_messages={"invalid": "Ange klockslaget så här: 10.00."},
    )
    manner = choice("Hur träffas ni?", Summons.Manner.choices, required=True)
    place = forms.CharField(
        label="Plats", max_length=200, required=False, help_text="Bara vid besök."
    )
    purpose = long_text("Vad mötet handlar om", required=True, rows=4)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manner"].initial = Summons.Manner.VISIT
        if case.person.is_protected:
            self.fields["place"].help_text = HIDDEN
        else:
            self.fields["place"].initial = case.unit.address

    def meeting(self) -> dict[str, Any]:
        """What was filled in, with day and time as one moment in Stockholm."""
        told = dict(self.cleaned_data)
        on, at = told.pop("meeting_on"), told.pop("meeting_time")
        return told | {"meeting_at": datetime.combine(on, at, clock.STOCKHOLM)}


class SummonsForm(MeetingForm):
    """What the kallelse says, and how it goes."""

    bring = long_text("Vad personen ska ta med", rows=2, help_text="Står också i brevet.")
    how = choice("Sätt", Summons.How, required=True)
    sent_on = day("Skickas eller överlämnas", required=True)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.ask_for_all_but("bring")
        self.fields["purpose"].help_text = "Skriv till personen. Texten står i brevet."
        self.fields["how"].widget.attrs["class"] = "stacked"
        self.fields["sent_on"].initial = clock.today
        if case.person.is_protected:
            choices = [row for row in Summons.How if row[0] not in Sending.BY_POST]
            self.fields["how"].choices = choices  # type: ignore[attr-defined]

    def summons(self) -> SummonsData:
        """What is to be sent."""
        return SummonsData(**self.meeting())


class CancelForm(Form):
    """Why the meeting is called off, and whether a letter goes."""

    reason = long_text(
        "Varför, och hur personen får veta det",
        required=True,
        rows=2,
        help_text="Ring om mötet är snart. Det du skriver här står inte i brevet.",
    )
    how = choice("Brev om att mötet är inställt", [("", "Inget brev"), *Summons.How])

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].widget.attrs["class"] = "stacked"
        if case.person.is_protected:
            ways = [row for row in Summons.How if row[0] not in Sending.BY_POST]
            self.fields["how"].choices = [("", "Inget brev"), *ways]  # type: ignore[attr-defined]
