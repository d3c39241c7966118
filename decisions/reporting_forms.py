"""The forms of anmälan: the period, minutes of their own, the anslag and its end."""

from typing import Any

from django import forms

from decisions.legal_force import latest_notice, taken_down_early
from decisions.models import Decision, ReportList
from decisions.models.reporting import READERS
from decisions.reporting_rules import Announced, Period
from jobbtorg.organisation.models import Function, Unit, User
from jobbtorg.organisation.namnder import tops, under
from jobbtorg.ui.forms import Form, day, long_text


class PeriodForm(Form):
    """From and to, both included; and of which nämnd, where the reader has several."""

    namnd = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Nämndens förvaltning",
        empty_label="Välj",
        error_messages={"required": "Välj nämnd."},
    )
    first = day("Från och med")
    last = day("Till och med")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = None
        own = tops(by, *READERS)
        self.choose_from("namnd", Unit.objects.filter(pk__in=[unit.pk for unit in own]))
        if len(own) == 1:
            self.only = own[0]
            del self.fields["namnd"]
        self.ask_for_all_but()

    def period(self) -> Period:
        """The days that could be read."""
        told = self.cleaned_data
        return Period(told.get("first"), told.get("last"), self.only or told.get("namnd"))


class MinuteForm(Form):
    """A decision and the minutes in which it stands alone."""

    number = forms.CharField(
        label="Beslutsnummer",
        max_length=20,
        required=False,
        help_text="Till exempel 2026:17. Det står på beslutets sida.",
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    minuted_on = day("Protokollets dag")
    dnr = forms.CharField(label="Diarienummer", max_length=40, required=False)
    paragraph = forms.CharField(label="Paragraf", max_length=20, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = under(by, Function.NAMNDSEKRETERARE)
        self.ask_for_all_but()

    def clean_number(self) -> str:
        """A number that the nämnd has a decision with."""
        number: str = self.cleaned_data["number"].strip()
        if not number:
            raise forms.ValidationError("Ange beslutsnumret.")
        if not Decision.objects.filter(number=number, unit__in=self.units).exists():
            raise forms.ValidationError(f"Det finns inget beslut med numret {number}.")
        return number

    def told(self) -> dict[str, Any]:
        """What the act is told of the minutes."""
        return {name: self.cleaned_data[name] for name in ("minuted_on", "dnr", "paragraph")}


class NoticeForm(Form):
    """What the protokoll and the anslagstavla say; a change says why."""

    meeting_on = day("Sammanträdesdag")
    paragraph = forms.CharField(
        label="Paragraf",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    adjusted_on = day("Justerat")
    posted_on = day("Anslagsdag")
    note = long_text("Varför uppgifterna ändras", rows=2)

    def __init__(self, *args: Any, subject: ReportList | Decision, **kwargs: Any) -> None:
        notice = latest_notice(subject)
        if notice:
            names = ["meeting_on", "paragraph", "adjusted_on"]
            names += [] if taken_down_early(notice) else ["posted_on"]
            kwargs["initial"] = {name: getattr(notice, name) for name in names}
        elif isinstance(subject, Decision):
            kwargs["initial"] = _minutes_of(subject)
        super().__init__(*args, **kwargs)
        if not notice:
            del self.fields["note"]
        self.ask_for_all_but()

    def told(self) -> Announced:
        """What the act is told."""
        return Announced(**self.cleaned_data)


def _minutes_of(decision: Decision) -> dict[str, Any]:
    """Where a decision with minutes of its own stands."""
    minute = getattr(decision, "minute", None)
    if minute:
        return {"meeting_on": minute.minuted_on, "paragraph": minute.paragraph}
    return {"meeting_on": decision.decided_on, "paragraph": decision.paragraph}


class TakeDownForm(Form):
    """The day on which the anslag was taken down."""

    day = day("Nedtaget")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
