"""The decision, its letter, the hänskjutande to the nämnd, and the anmälan of what is delegated."""

from decisions.models.decision import (
    DecidedCase,
    Decision,
    Dispatch,
    Letter,
    LetterCheck,
    Ruling,
)
from decisions.models.referral import Referral, ReferralAnswer
from decisions.models.reporting import Notice, ReportList, ReportRow, SpecialMinute
from jobbtorg.history import Sha256Hex

__all__ = [
    "DecidedCase",
    "Decision",
    "Dispatch",
    "Letter",
    "LetterCheck",
    "Notice",
    "Referral",
    "ReferralAnswer",
    "ReportList",
    "ReportRow",
    "Ruling",
    "Sha256Hex",
    "SpecialMinute",
]
