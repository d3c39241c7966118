"""Kommunicering: the basis sent, a reply, what the coach says to it, or why nothing is sent."""

from datetime import timedelta
from typing import Any

from django import forms

from cases.communicating import ReplyData, SendingData
from cases.models import Case, Reply, Sending, Waiver
from jobbtorg import clock
from jobbtorg.deadlines import roll
from jobbtorg.rulebook.models import setting
from jobbtorg.ui.forms import Form, choice, confirmation, day, long_text


class Seen(Form):
    """Knows how many rows of kommunicering the user has before their eyes."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> int:
        """The number; an empty one is nought."""
        return self.cleaned_data.get("seen") or 0


class SendForm(Seen):
    """Skicka underlag: how, when, and until when there is time to reply."""

    how = choice("Sätt", Sending.How.choices, required=True)
    sent_on = day("Skickas eller överlämnas", required=True)
    reply_by = day("Svara senast", required=True)
    short_confirmed = confirmation("Ja, tiden räcker för att svara")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].widget.attrs["class"] = "stacked"
        if case.person.is_protected:
            choices = [row for row in Sending.How.choices if row[0] not in Sending.BY_POST]
            self.fields["how"].choices = choices  # type: ignore[attr-defined]
        days = timedelta(days=setting("svarsfrist_dagar"))
        self.fields["sent_on"].initial = clock.today()
        self.fields["reply_by"].initial = roll(clock.today() + days)

    def data_told(self) -> SendingData:
        """What the form says."""
        told = self.cleaned_data
        return SendingData(**{name: told[name] for name in SendingData.__dataclass_fields__})


class ReplyForm(Seen):
    """Registrera svar: what the person has answered, when and how."""

    arrived_on = day("Svaret kom", required=True)
    how = choice("Hur svaret kom", Reply.How.choices, required=True)
    text = long_text(
        "Vad den sökande svarar",
        required=True,
        help_text="Med den sökandes egna ord. Skriv av ett brev eller återge det som sas.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].widget.attrs["class"] = "row"
        self.fields["arrived_on"].initial = clock.today()
        self.fields["text"].error_messages["required"] = "Skriv vad den sökande har svarat."

    def data_told(self) -> ReplyData:
        """What the form says."""
        told = self.cleaned_data
        return ReplyData(**{name: told[name] for name in ReplyData.__dataclass_fields__})


class MeetForm(Seen):
    """Bemötande: what the coach says to the reply."""

    text = long_text(
        "Bemötande",
        help_text="Vad svaret innebär för utredningen och förslaget, och varför.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()


class WaiveForm(Seen):
    """Avstå från kommunicering: the ground in law, and why it is there."""

    ground = choice("Grund enligt 25 § FL", Waiver.Ground.choices)
    reason = long_text("Skäl", help_text="Varför grunden finns i det här ärendet.", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].widget.attrs["class"] = "stacked"
        self.ask_for_all_but()
