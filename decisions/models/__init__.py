"""The decision, its letter, the hänskjutande to the nämnd, and the anmälan of what is delegated."""

from decisions.models.decision import (
    ADVERSE,
    FORMAL,
    GRANTS,
    GROUNDS,
    LATER,
    DecidedCase,
    Decision,
    Ground,
    Kind,
    Letter,
    LetterCheck,
    Ruling,
)
from decisions.models.execution import Execution, Unexecuted
from decisions.models.later import Amendment, Hearing, HearingReply
from decisions.models.referral import Referral, ReferralAnswer
from decisions.models.reporting import Notice, ReportList, ReportRow, SpecialMinute
from decisions.models.service import ControlMessage, Dispatch, Service, Undelivered, governing
from decisions.models.unreported import UnreportedDecision
from decisions.models.waiting import WaitingLetter
from jobbtorg.history import Sha256Hex

__all__ = [
    "ADVERSE",
    "FORMAL",
    "GRANTS",
    "GROUNDS",
    "LATER",
    "Amendment",
    "ControlMessage",
    "DecidedCase",
    "Decision",
    "Dispatch",
    "Ground",
    "Hearing",
    "HearingReply",
    "Kind",
    "Execution",
    "Letter",
    "LetterCheck",
    "Notice",
    "Referral",
    "ReferralAnswer",
    "ReportList",
    "ReportRow",
    "Ruling",
    "Service",
    "Sha256Hex",
    "Undelivered",
    "Unexecuted",
    "UnreportedDecision",
    "WaitingLetter",
    "governing",
    "SpecialMinute",
]
