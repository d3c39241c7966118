"""The decision, its letter, and the hänskjutande by which the nämnd takes a case over."""

from decisions.models.decision import (
    DecidedCase,
    Decision,
    Letter,
    LetterCheck,
    Ruling,
)
from decisions.models.referral import Referral, ReferralAnswer
from decisions.models.service import ControlMessage, Dispatch, Service, Undelivered, governing
from jobbtorg.history import Sha256Hex

__all__ = [
    "ControlMessage",
    "DecidedCase",
    "Decision",
    "Dispatch",
    "Letter",
    "LetterCheck",
    "Referral",
    "ReferralAnswer",
    "Ruling",
    "Service",
    "Sha256Hex",
    "Undelivered",
    "governing",
]
