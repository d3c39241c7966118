"""The forms of uppdrag, närvaro, händelser, uppföljning and avslut."""

from dataclasses import fields
from typing import Any

from django import forms
from django.db.models import QuerySet

from cases.forms.application import coaches_of
from cases.models import Summons
from followup.assigning_rules import AssignmentData
from followup.closing_rules import ClosingData
from followup.following_rules import FollowUpData
from followup.insats import Insats
from followup.models import Attendance, Closing, Event, FollowUp, PlannedMeeting
from followup.noting_rules import AttendanceData, EventData
from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, day, long_text


def codes(label: str, *, required: bool = True, help_text: str = "") -> forms.ModelChoiceField:
    """One of a code list, whose entries the form sets."""
    return forms.ModelChoiceField(
        Code.objects.none(),
        label=label,
        required=required,
        help_text=help_text,
        empty_label="Välj",
    )


def activities() -> QuerySet[Code]:
    """The activities in use today."""
    return Code.objects.on().filter(list=Code.List.ACTIVITY)


def meetings_to_note(insats: Insats, replaces: Attendance | None) -> QuerySet[PlannedMeeting]:
    """The planned meetings that have been and wait for närvaro, and that of what is put right."""
    rows = PlannedMeeting.objects.standing().filter(assignment=insats.assignment)
    waiting = rows.without_attendance().filter(meeting_at__lte=clock.now())
    if replaces and replaces.meeting_id:
        return waiting | rows.filter(pk=replaces.meeting_id)
    return waiting


class GiveForm(Form):
    """Ge uppdrag: to whom, which goals, and what is followed up when."""

    coach = forms.ModelChoiceField(User.objects.none(), label="Coach", empty_label="Välj")
    goals = long_text("Mål", required=True, rows=4)
    to_follow_up = long_text("Vad som ska följas upp", required=True, rows=3)
    follow_up_on = day("Första uppföljning", required=True)

    def __init__(self, *args: Any, insats: Insats, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("coach", coaches_of(insats.case.unit))

    def told(self) -> AssignmentData:
        """The uppdrag."""
        return AssignmentData(**self.cleaned_data)


class TakeForm(Form):
    """Ta emot uppdrag: and from when."""

    started_on = day(
        "Insatsen börjar",
        help_text="Lämna tomt om insatsen börjar senare. Anteckna då dagen när den har börjat.",
    )


class NotedForm(Form):
    """What is noted of a day; what it puts right asks why."""

    happened_on = day("Dag", required=True)
    why_replaced = long_text("Varför anteckningen rättas", rows=2)

    def __init__(self, *args: Any, replaces: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = clock.today
        if replaces is None:
            del self.fields["why_replaced"]

    @property
    def why(self) -> str:
        """Why it is put right; empty for what is new."""
        return self.cleaned_data.get("why_replaced") or ""


class AttendanceForm(NotedForm):
    """Närvaro."""

    activity = codes("Aktivitet")
    outcome = choice("Kom deltagaren?", Attendance.Outcome.choices, required=True)
    text = long_text("Kommentar", rows=2, help_text="Behövs när skälet är giltigt: vilket det var.")
    summons = forms.ModelChoiceField(
        Summons.objects.none(), label="Kallelse", required=False, empty_label="Ingen kallelse"
    )
    meeting = forms.ModelChoiceField(
        PlannedMeeting.objects.none(),
        label="Planerat möte",
        required=False,
        empty_label="Inget planerat möte",
    )
    field_order = ["happened_on", "activity", "outcome", "text", "summons", "meeting"]

    def __init__(
        self, *args: Any, insats: Insats, replaces: Attendance | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, replaces=replaces, **kwargs)
        self.choose_from("activity", activities())
        planned = meetings_to_note(insats, replaces)
        self.choose_from("meeting", planned)
        if not planned:
            del self.fields["meeting"]
        held = insats.case.summonses.filter(cancellation=None, meeting_at__lte=clock.now())
        self.choose_from("summons", held)
        self.fields["summons"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: f"Möte {row.meeting_at.astimezone(clock.STOCKHOLM):%Y-%m-%d kl. %H.%M}"
        )
        if not held:
            del self.fields["summons"]

    def told(self) -> AttendanceData:
        """What was noted."""
        names = ("happened_on", "activity", "outcome", "text")
        data = {name: self.cleaned_data[name] for name in names}
        called, planned = (self.cleaned_data.get(name) for name in ("summons", "meeting"))
        return AttendanceData(**data, summons=called, meeting=planned)


class EventForm(NotedForm):
    """Händelse av betydelse, or a deviation."""

    kind = choice("Vad är det?", Event.Kind.choices, required=True)
    text = long_text("Vad som hände", required=True, rows=4)
    measures = long_text("Vad det leder till", rows=2)
    field_order = ["happened_on", "kind", "text", "measures"]

    def __init__(self, *args: Any, insats: Insats, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def told(self) -> EventData:
        """What was noted."""
        names = ("happened_on", "kind", "text", "measures")
        return EventData(**{name: self.cleaned_data[name] for name in names})


class FollowUpForm(Form):
    """Uppföljning; the chef's asks of the granted insats and the events too."""

    held_on = day("Uppföljningen gjordes", required=True)
    how = choice("Sätt", FollowUp.How.choices, required=True)
    insats = long_text("Beviljad insats", help_text="Har den getts som beslutet säger?", rows=3)
    result = long_text("Mål och resultat", required=True, rows=4)
    events = long_text("Händelser av betydelse", rows=3)
    views = long_text(
        "Deltagarens synpunkter", required=True, rows=3, help_text="Med deltagarens egna ord."
    )
    conclusion = choice("Vad leder det till?", FollowUp.Conclusion.choices, required=True)
    next_on = day("Nästa uppföljning", help_text="Behövs inte när insatsen avslutas.")

    def __init__(self, *args: Any, hat: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = clock.today
        self.fields["conclusion"].widget.attrs["class"] = "stacked"
        if hat == FollowUp.Hat.CHEF:
            self.ask_for_all_but("next_on")
        else:
            del self.fields["insats"]
            self.ask_for_all_but("events", "next_on")

    def told(self) -> FollowUpData:
        """The uppföljning."""
        return FollowUpData(**self.cleaned_data)


class CloseForm(Form):
    """Avsluta insats."""

    closed_on = day("Insatsen avslutas", required=True)
    reason = codes("Orsak")
    result = choice("Hur gick det med målen?", Closing.Result.choices, required=True)
    result_text = long_text("Resultatet mot målen", required=True, rows=4)
    where_to = long_text("Vart deltagaren går", rows=2)
    own_wish = long_text(
        "Hur deltagaren har sagt att hen vill avsluta i förtid",
        rows=2,
        help_text="Behövs när insatsen avslutas före periodens slut utan ett beslut.",
    )
    own_wish_on = day("När deltagaren sa det")
    informed = choice("Hur deltagaren fick veta", Closing.Informed.choices)
    wants_more = forms.BooleanField(label="Deltagaren vill ansöka igen", required=False)

    def __init__(self, *args: Any, insats: Insats, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = min(clock.today(), insats.last_day)
        reasons = Code.objects.filter(list=Code.List.CLOSING_REASON)
        self.choose_from("reason", reasons.on() if not self.is_bound else reasons)
        self.ask_for("informed")
        for name in ("result", "informed"):
            self.fields[name].widget.attrs["class"] = "stacked"

    def told(self) -> ClosingData:
        """The closing."""
        names = [field.name for field in fields(ClosingData)]
        return ClosingData(**{name: self.cleaned_data[name] for name in names})


class CorrectClosingForm(CloseForm):
    """Rätta avslutet: what was noted, to be changed, and why. It begins with the old reason too."""

    why_replaced = long_text("Vad som blev fel", required=True, rows=2)

    def __init__(self, *args: Any, insats: Insats, **kwargs: Any) -> None:
        super().__init__(*args, insats=insats, **kwargs)
        if not self.is_bound and insats.closing:
            in_use = Code.objects.on(insats.closing.closed_on)
            self.choose_from("reason", in_use.filter(list=Code.List.CLOSING_REASON))


class ReopenForm(Form):
    """Öppna insatsen igen."""

    why_replaced = long_text("Varför avslutet var fel", required=True, rows=3)
