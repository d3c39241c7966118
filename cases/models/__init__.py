"""Person, case, application, investigation, journal, drafts."""

from cases.models.case import Application, Case, CaseUserObjectPermission, NumberSeries, Status
from cases.models.investigation import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    Communication,
    CriterionAnswer,
    Investigation,
    Outcome,
    Part,
)
from cases.models.journal import Draft, JournalEntry
from cases.models.person import Person

__all__ = [
    "AfInformation",
    "Application",
    "Assessment",
    "AssessmentAnswer",
    "Case",
    "CaseUserObjectPermission",
    "Communication",
    "CriterionAnswer",
    "Draft",
    "Investigation",
    "JournalEntry",
    "NumberSeries",
    "Outcome",
    "Part",
    "Person",
    "Status",
]
