"""Person, case, application, investigation, documents, jäv, journal, drafts."""

from cases.models.case import Application, Case, CaseUserObjectPermission, NumberSeries, Status
from cases.models.conflict import Declaration
from cases.models.document import Document, DocumentCheck, Misfiling, Scan
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
    "Declaration",
    "Document",
    "DocumentCheck",
    "Draft",
    "Investigation",
    "JournalEntry",
    "Misfiling",
    "NumberSeries",
    "Outcome",
    "Part",
    "Person",
    "Scan",
    "Status",
]
