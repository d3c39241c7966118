"""What the decision letter says, beyond what every letter does."""

from decisions.letters.content import (
    LetterContent,
    Meeting,
    Outcome,
    Route,
    RulingContent,
    routes,
)
from decisions.letters.letter import html, manuscript, pdf, values

__all__ = [
    "LetterContent",
    "Meeting",
    "Outcome",
    "Route",
    "RulingContent",
    "html",
    "manuscript",
    "pdf",
    "routes",
    "values",
]
