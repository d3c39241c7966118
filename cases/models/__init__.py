"""Person, case, application, investigation, kommunicering, jäv, journal, drafts."""

from cases.models.case import Application, Case, CaseUserObjectPermission, NumberSeries, Status
from cases.models.communication import Rejoinder, Reply, Sending, Waiver
from cases.models.conflict import Declaration
from cases.models.investigation import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    CriterionAnswer,
    Investigation,
    Outcome,
    Part,
)
from cases.models.journal import Draft, JournalEntry
from cases.models.letters import LetterPreview
from cases.models.person import Person

__all__ = [
    "AfInformation",
    "Application",
    "Assessment",
    "AssessmentAnswer",
    "Case",
    "CaseUserObjectPermission",
    "CriterionAnswer",
    "Declaration",
    "Draft",
    "Investigation",
    "JournalEntry",
    "LetterPreview",
    "NumberSeries",
    "Outcome",
    "Part",
    "Person",
    "Rejoinder",
    "Reply",
    "Sending",
    "Status",
    "Waiver",
]
