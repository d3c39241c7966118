"""The appeal, what a delegate finds of it, and what goes to the court."""

from appeals.models.appeal import BESVAR, LEGALITY, Appeal, AppealPaper, Concerns
from appeals.models.transfer import Statement, Transfer
from appeals.models.trial import AppealedDecision, ByDelegate, Review, Trial

__all__ = [
    "BESVAR",
    "LEGALITY",
    "Appeal",
    "AppealPaper",
    "AppealedDecision",
    "ByDelegate",
    "Concerns",
    "Review",
    "Transfer",
    "Statement",
    "Trial",
]
