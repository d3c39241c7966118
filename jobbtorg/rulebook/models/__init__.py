"""What the rulebook is made of: versions with days, and proposals to change them."""

from jobbtorg.rulebook.models.proposals import Proposal, RiktlinjeReport
from jobbtorg.rulebook.models.versions import (
    AssessmentForm,
    Code,
    Criterion,
    LetterText,
    Provision,
    Question,
    Riktlinje,
    Setting,
    Version,
    setting,
)

__all__ = [
    "AssessmentForm",
    "Code",
    "Criterion",
    "LetterText",
    "Proposal",
    "Provision",
    "Question",
    "Riktlinje",
    "RiktlinjeReport",
    "Setting",
    "Version",
    "setting",
]
