"""A case whose uppdrag is given and taken on, planned, and closed."""

from datetime import date, timedelta
from typing import Any

from cases.models import Case
from followup.assigning import give_assignment, take_on
from followup.assigning_rules import AssignmentData
from followup.closing import close_insats
from followup.closing_rules import ClosingData
from followup.following import follow_up
from followup.following_rules import FollowUpData
from followup.insats import Insats, insats_of
from followup.meeting_rules import MeetingData
from followup.meetings import plan_meeting
from followup.models import (
    Assignment,
    Attendance,
    Closing,
    Event,
    FollowUp,
    JobPlan,
    PlannedMeeting,
)
from followup.noting import note_attendance, note_event
from followup.noting_rules import AttendanceData, EventData
from followup.planning import save_plan
from followup.planning_rules import ActivityData, GoalData, PlanData
from jobbtorg import clock
from jobbtorg.organisation.models import User
from tests.world.deciding import World as Deciding
from tests.world.kept import kept
from tests.world.people import TP1

WORDS = "Jag vill jobba med djur. Jag vill slippa ringa själv i början."


class World(Deciding):
    """A small Farsta and City, and short ways to bring a case to any point."""

    def insats(self, case: Case) -> Insats:
        """The insats of the case, as it is now."""
        found = insats_of(Case.objects.get(pk=case.pk))
        assert found
        return found

    def assignment(self, **told: Any) -> AssignmentData:
        """An uppdrag to the coach, followed up in six weeks."""
        values = {
            "coach": self.coach,
            "goals": "Ett arbete på minst halvtid.",
            "to_follow_up": "Insats, mål, resultat, händelser och deltagarens synpunkter.",
            "follow_up_on": clock.today() + timedelta(days=42),
        }
        return AssignmentData(**(values | told))

    @kept
    def given(self, digits: str = TP1, **told: Any) -> Case:
        """A case whose uppdrag the chef has given to its coach."""
        case = self.running(digits, **told)
        give_assignment(case, self.assignment(), by=self.chef)
        return Case.objects.get(pk=case.pk)

    @kept
    def taken_on(self, digits: str = TP1, **told: Any) -> Case:
        """A case whose uppdrag its coach has taken on: the insats began today."""
        case = self.given(digits, **told)
        take_on(case, clock.today(), by=self.coach)
        return Case.objects.get(pk=case.pk)

    def plan(self, **told: Any) -> PlanData:
        """A plan with a goal and two activities, which the participant agrees with."""
        doing = (
            ActivityData(
                self.code("aktivitet", "coachning"), "Vi ses en gång i veckan.", "Du och Karin",
                "tisdagar kl. 10",
            ),
            ActivityData(
                self.code("aktivitet", "arbetsgivare"), "", "Karin", "före slutet av april"
            ),
        )  # fmt: skip
        values = {
            "made_on": clock.today(),
            "goals": (GoalData("Ett arbete på ett hunddagis.", doing),),
            "own_words": WORDS,
            "agreement": "enig",
            "objections": "",
            "follow_up_on": clock.today() + timedelta(days=42),
        }
        return PlanData(**(values | told))

    @kept
    def planned(self, digits: str = TP1, **told: Any) -> Case:
        """A case whose jobbplan is made."""
        case = self.taken_on(digits, **told)
        self.save_plan(case)
        return Case.objects.get(pk=case.pk)

    def save_plan(
        self, case: Case, seen: int = 0, *, by: User | None = None, **told: Any
    ) -> JobPlan:
        """The coach saves a version of the plan."""
        return save_plan(case, self.plan(**told), seen, by=by or self.coach)

    def attendance(self, case: Case, *, by: User | None = None, **told: Any) -> Attendance:
        """The participant came today."""
        values = {
            "happened_on": clock.today(),
            "activity": self.code("aktivitet", "coachning"),
            "outcome": "narvarande",
            "text": "",
        }
        more = {name: told.pop(name) for name in ("replaces", "why_replaced") if name in told}
        return note_attendance(case, AttendanceData(**(values | told)), by=by or self.coach, **more)

    def meeting_told(self, **told: Any) -> MeetingData:
        """A visit to talk about praktik, in a week."""
        values = {
            "meeting_at": clock.now() + timedelta(days=7),
            "activity": self.code("aktivitet", "coachning"),
            "manner": "besok",
            "place": "Farsta torg 1",
            "purpose": "Vi planerar praktiken.",
        }
        return MeetingData(**(values | told))

    def meeting(self, case: Case, *, by: User | None = None, **told: Any) -> PlannedMeeting:
        """The coach plans a meeting."""
        return plan_meeting(case, self.meeting_told(**told), by=by or self.coach)

    def event(self, case: Case, *, by: User | None = None, **told: Any) -> Event:
        """Something of importance happened today."""
        values = {
            "happened_on": clock.today(),
            "kind": "handelse",
            "text": "Ett hunddagis i Farsta tar emot på prov.",
            "measures": "",
        }
        more = {name: told.pop(name) for name in ("replaces", "why_replaced") if name in told}
        return note_event(case, EventData(**(values | told)), by=by or self.coach, **more)

    def follow_up(self, case: Case, hat: str = "coach", **told: Any) -> FollowUp:
        """The coach follows up today, or the chef."""
        values = {
            "held_on": clock.today(),
            "how": "mote",
            "result": "Praktiken går bra.",
            "views": "Det är roligt men långt att åka.",
            "conclusion": "fortsatter",
            "next_on": clock.today() + timedelta(days=28),
        }
        if hat == "chef":
            values |= {"insats": "Getts som beslutet säger.", "events": "Inga."}
        by = told.pop("by", self.chef if hat == "chef" else self.coach)
        return follow_up(case, hat, FollowUpData(**(values | told)), by=by)

    def closing(self, **told: Any) -> ClosingData:
        """Closed today: the participant has got work, and wants to end."""
        values = {
            "closed_on": clock.today(),
            "reason": self.code("avslutsorsak", "arbete"),
            "result": "uppnatt",
            "result_text": "Har fått arbete på ett hunddagis.",
            "where_to": "Hunddagis i Farsta.",
            "informed": "mote",
            "own_wish": "Sa vid mötet att stödet inte behövs längre.",
            "own_wish_on": clock.today(),
        }
        return ClosingData(**(values | told))

    def close(self, case: Case, *, by: User | None = None, **told: Any) -> Closing:
        """The coach closes the insats."""
        return close_insats(case, self.closing(**told), by=by or self.coach)

    def last_day(self, case: Case) -> date:
        """The last day of the insats."""
        return self.insats(case).last_day

    def uppdrag(self, case: Case) -> Assignment:
        """The uppdrag of the case."""
        return self.insats(case).given
