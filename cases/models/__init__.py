"""Person, case, application, investigation, jäv, journal, drafts."""

from cases.models.advice import AdviceCancellation, AdviceContact, AdviceDecline
from cases.models.case import Application, Case, CaseUserObjectPermission, NumberSeries, Status
from cases.models.conflict import Declaration
from cases.models.consent import Consent, ConsentWithdrawal
from cases.models.district import (
    DistrictAnswer,
    DistrictQuestion,
    Signposting,
    SignpostingFollowUp,
)
from cases.models.investigation import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    Communication,
    CriterionAnswer,
    IndividualAssessment,
    Investigation,
    Outcome,
    Part,
)
from cases.models.journal import Draft, JournalEntry
from cases.models.person import Person

__all__ = [
    "AdviceCancellation",
    "AdviceContact",
    "AdviceDecline",
    "AfInformation",
    "Application",
    "Assessment",
    "AssessmentAnswer",
    "Case",
    "CaseUserObjectPermission",
    "Communication",
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
    "NumberSeries",
    "Outcome",
    "Part",
    "Person",
    "Signposting",
    "SignpostingFollowUp",
    "Status",
]
