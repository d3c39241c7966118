"""The models of uppdrag, jobbplan, uppföljning and avslut."""

from followup.models.assignment import Acceptance, Assignment
from followup.models.closing import DECEASED, Closing, InsatsCase
from followup.models.events import Attendance, Event
from followup.models.follow_up import FollowUp
from followup.models.job_plan import Activity, Goal, JobPlan

__all__ = [
    "DECEASED",
    "Acceptance",
    "Activity",
    "Assignment",
    "Attendance",
    "Closing",
    "Event",
    "FollowUp",
    "Goal",
    "InsatsCase",
    "JobPlan",
]
