"""Person, case, application, investigation, documents, inbox, jäv, journal, notes, drafts."""

from cases.models.advice import (
    AdviceCancellation,
    AdviceContact,
    AdviceDecline,
    UnappliedContact,
)
from cases.models.application import (
    Application,
    Clarification,
    CompletionAnswer,
    CompletionRequest,
    DecisionRequest,
    DelayNotice,
    How,
    Outcome,
    Withdrawal,
)
from cases.models.case import Case, CaseUserObjectPermission, NumberSeries, Status
from cases.models.communication import Rejoinder, Reply, Sending, Waiver
from cases.models.conflict import Declaration
from cases.models.consent import Consent, ConsentWithdrawal
from cases.models.consultation import Consultation
from cases.models.contact_request import ContactAnswer, ContactRequest
from cases.models.district import (
    DistrictAnswer,
    DistrictQuestion,
    Signposting,
    SignpostingFollowUp,
)
from cases.models.document import Document, DocumentCheck, Misfiling, Scan
from cases.models.inbox import Paper, PaperScan, Sorting
from cases.models.investigation import Investigation, Part
from cases.models.journal import Draft, JournalEntry
from cases.models.letters import LetterPreview
from cases.models.naming import Naming, NamingEnd
from cases.models.note import Note
from cases.models.opening import Opening, OpeningEnd, OpeningReview
from cases.models.parts import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    Children,
    CriterionAnswer,
    IndividualAssessment,
)
from cases.models.person import Person, Representative
from cases.models.phrase import Phrase, PhraseVersion
from cases.models.reminder import Reminder
from cases.models.standing import Standing
from cases.models.summons import CancellationLetter, Summons, SummonsCancellation

__all__ = [
    "AdviceCancellation",
    "AdviceContact",
    "AdviceDecline",
    "AfInformation",
    "Application",
    "Assessment",
    "AssessmentAnswer",
    "CancellationLetter",
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
    "Consultation",
    "ContactAnswer",
    "ContactRequest",
    "Document",
    "DocumentCheck",
    "Consent",
    "ConsentWithdrawal",
    "CriterionAnswer",
    "Declaration",
    "DistrictAnswer",
    "DistrictQuestion",
    "Draft",
    "IndividualAssessment",
    "Investigation",
    "JournalEntry",
    "Note",
    "Misfiling",
    "LetterPreview",
    "Naming",
    "NamingEnd",
    "NumberSeries",
    "Opening",
    "OpeningEnd",
    "OpeningReview",
    "Outcome",
    "Paper",
    "PaperScan",
    "Part",
    "Person",
    "Representative",
    "Phrase",
    "PhraseVersion",
    "Reminder",
    "Scan",
    "Signposting",
    "SignpostingFollowUp",
    "Rejoinder",
    "Reply",
    "Sending",
    "Sorting",
    "Status",
    "Standing",
    "Summons",
    "SummonsCancellation",
    "UnappliedContact",
    "Waiver",
]
