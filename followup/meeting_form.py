"""The forms of planerade möten."""

from typing import Any

from cases.forms.summons import MeetingForm
from followup.forms import activities, codes
from followup.insats import Insats
from followup.meeting_rules import MeetingData
from jobbtorg.ui.forms import Form, long_text


class PlanMeetingForm(MeetingForm):
    """When and where the participant and the unit meet, and what about."""

    activity = codes("Aktivitet")
    field_order = ["meeting_on", "meeting_time", "activity", "manner", "place", "purpose"]

    def __init__(self, *args: Any, insats: Insats, **kwargs: Any) -> None:
        super().__init__(*args, case=insats.case, **kwargs)
        self.choose_from("activity", activities())
        self.ask_for_all_but()

    def told(self) -> MeetingData:
        """The meeting."""
        told = self.meeting()
        told.pop("why_replaced", None)
        return MeetingData(**told)


class ChangeMeetingForm(PlanMeetingForm):
    """Another time, place or purpose, and why."""

    why_replaced = long_text("Varför mötet ändras", required=True, rows=2)


class CallOffForm(Form):
    """Why the meeting is called off."""

    why_replaced = long_text(
        "Varför, och hur deltagaren får veta det",
        required=True,
        rows=3,
        help_text="Inget brev skickas härifrån. Ring eller skriv till deltagaren.",
    )
