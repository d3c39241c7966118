"""Person, case, application, investigation, jäv, journal, notes, phrases, drafts."""

from cases.models.case import Application, Case, CaseUserObjectPermission, NumberSeries, Status
from cases.models.conflict import Declaration
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
from cases.models.note import Note
from cases.models.person import Person
from cases.models.phrase import Phrase, PhraseVersion

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
    "Draft",
    "Investigation",
    "JournalEntry",
    "Note",
    "NumberSeries",
    "Outcome",
    "Part",
    "Person",
    "Phrase",
    "PhraseVersion",
    "Status",
]
