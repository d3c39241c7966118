"""The appeal, what a delegate finds of it, and what goes to the court."""

from appeals.models.appeal import BESVAR, LEGALITY, Appeal, AppealPaper, Concerns
from appeals.models.court import (
    CourtEvent,
    Instance,
    Judgment,
    JudgmentExecution,
    Remission,
    RemittedApplication,
    Way,
)
from appeals.models.court_state import TO_DO, CourtState
from appeals.models.transfer import PartyLetter, Statement, Transfer
from appeals.models.trial import (
    AppealedDecision,
    ByDelegate,
    OfDelegateOrNamnd,
    Review,
    Trial,
    of_delegate_or_namnd,
)

__all__ = [
    "BESVAR",
    "LEGALITY",
    "TO_DO",
    "Appeal",
    "AppealPaper",
    "AppealedDecision",
    "ByDelegate",
    "Concerns",
    "CourtEvent",
    "CourtState",
    "Instance",
    "Judgment",
    "JudgmentExecution",
    "OfDelegateOrNamnd",
    "PartyLetter",
    "Remission",
    "RemittedApplication",
    "Review",
    "Transfer",
    "Statement",
    "Trial",
    "Way",
    "of_delegate_or_namnd",
]
