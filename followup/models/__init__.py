"""The models of uppdrag, jobbplan, uppföljning and avslut, and of avvikelser."""

from followup.models.deviation import (
    Deviation,
    DeviationInvestigator,
    DeviationReception,
    DeviationSubject,
)
from followup.models.deviation_steps import (
    DeviationAnswer,
    DeviationClosing,
    DeviationDecision,
    DeviationInformed,
    DeviationInquiry,
    DeviationIvo,
    DeviationJournalNote,
    DeviationMeasure,
    DeviationMeasureDone,
)

__all__ = [
    "Deviation",
    "DeviationAnswer",
    "DeviationClosing",
    "DeviationDecision",
    "DeviationInformed",
    "DeviationInquiry",
    "DeviationInvestigator",
    "DeviationIvo",
    "DeviationJournalNote",
    "DeviationMeasure",
    "DeviationMeasureDone",
    "DeviationReception",
    "DeviationSubject",
]
