"""The decision, its letter, and the hänskjutande by which the nämnd takes a case over."""

from decisions.models.decision import (
    DecidedCase,
    Decision,
    Dispatch,
    Letter,
    LetterCheck,
    Ruling,
)
from decisions.models.referral import Referral, ReferralAnswer
from jobbtorg.history import Sha256Hex

__all__ = [
    "DecidedCase",
    "Decision",
    "Dispatch",
    "Letter",
    "LetterCheck",
    "Referral",
    "ReferralAnswer",
    "Ruling",
    "Sha256Hex",
]
