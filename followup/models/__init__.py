"""The models of uppdrag, jobbplan, uppföljning and avslut, and of avvikelser."""

from followup.models.assignment import Acceptance, Assignment
from followup.models.closing import DECEASED, Closing, InsatsCase
from followup.models.counted import FigureCount, FigureFact, FigureStale
from followup.models.deviation import (
    Deviation,
    DeviationHandler,
    DeviationInvestigator,
    DeviationReception,
    DeviationSubject,
)
from followup.models.deviation_steps import (
    DeviationAnswer,
    DeviationClosing,
    DeviationDecision,
    DeviationInformed,
    DeviationInquiry,
    DeviationIvo,
    DeviationJournalNote,
    DeviationMeasure,
    DeviationMeasureDone,
)
from followup.models.events import Attendance, Event
from followup.models.follow_up import FollowUp
from followup.models.grading import Grading
from followup.models.job_plan import Activity, Goal, JobPlan
from followup.models.meetings import PlannedMeeting

__all__ = [
    "DECEASED",
    "Acceptance",
    "Activity",
    "Assignment",
    "Attendance",
    "Closing",
    "Deviation",
    "DeviationAnswer",
    "DeviationClosing",
    "DeviationDecision",
    "DeviationHandler",
    "DeviationInformed",
    "DeviationInquiry",
    "DeviationInvestigator",
    "DeviationIvo",
    "DeviationJournalNote",
    "DeviationMeasure",
    "DeviationMeasureDone",
    "DeviationReception",
    "DeviationSubject",
    "Event",
    "FigureCount",
    "FigureFact",
    "FigureStale",
    "FollowUp",
    "Goal",
    "Grading",
    "InsatsCase",
    "JobPlan",
    "PlannedMeeting",
]
