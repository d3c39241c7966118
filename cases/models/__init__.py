"""Person, case, application, investigation, jäv, journal, notes, phrases, drafts."""

from cases.models.application import (
    Application,
    Clarification,
    CompletionAnswer,
    CompletionRequest,
    DecisionRequest,
    DelayNotice,
    How,
    Withdrawal,
)
from cases.models.case import Case, CaseUserObjectPermission, NumberSeries, Status
from cases.models.conflict import Declaration
from cases.models.contact_request import ContactAnswer, ContactRequest
from cases.models.investigation import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    Children,
    Communication,
    CriterionAnswer,
    Investigation,
    Outcome,
    Part,
)
from cases.models.journal import Draft, JournalEntry
from cases.models.note import Note
from cases.models.person import Person, Representative
from cases.models.phrase import Phrase, PhraseVersion

__all__ = [
    "AfInformation",
    "Application",
    "Assessment",
    "AssessmentAnswer",
    "Case",
    "Children",
    "Clarification",
    "CompletionAnswer",
    "CompletionRequest",
    "DecisionRequest",
    "DelayNotice",
    "How",
    "Withdrawal",
    "CaseUserObjectPermission",
    "Communication",
    "ContactAnswer",
    "ContactRequest",
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
    "Representative",
    "Phrase",
    "PhraseVersion",
    "Status",
]
