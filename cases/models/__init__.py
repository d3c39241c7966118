"""Person, case, application, investigation, documents, jäv, journal, notes, phrases, drafts."""

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
from cases.models.document import Document, DocumentCheck, Misfiling, Scan
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
    "Document",
    "DocumentCheck",
    "Draft",
    "Investigation",
    "JournalEntry",
    "Note",
    "Misfiling",
    "NumberSeries",
    "Outcome",
    "Part",
    "Person",
    "Representative",
    "Phrase",
    "PhraseVersion",
    "Scan",
    "Status",
]
