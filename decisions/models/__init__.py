"""The decision, its letter, and the hänskjutande by which the nämnd takes a case over."""

from decisions.models.decision import (
    DecidedCase,
    Decision,
    Dispatch,
    Letter,
    LetterCheck,
    LetterPreview,
    Ruling,
    Sha256Hex,
)
from decisions.models.referral import Referral, ReferralAnswer

__all__ = [
    "DecidedCase",
    "Decision",
    "Dispatch",
    "Letter",
    "LetterCheck",
    "LetterPreview",
    "Referral",
    "ReferralAnswer",
    "Ruling",
    "Sha256Hex",
]
