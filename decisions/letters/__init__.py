"""The decision letter: what it says, and the PDF that carries it."""

from decisions.letters.content import (
    Authority,
    Contact,
    LetterContent,
    Meeting,
    Outcome,
    ProvisionText,
    Recipient,
    Route,
    RulingContent,
    routes,
)
from decisions.letters.render import ForeignFile, html, pdf
from decisions.letters.texts import (
    PLACEHOLDERS,
    LetterTextError,
    MissingText,
    UnknownPlaceholder,
    check_text,
)

__all__ = [
    "PLACEHOLDERS",
    "Authority",
    "Contact",
    "ForeignFile",
    "LetterContent",
    "LetterTextError",
    "Meeting",
    "MissingText",
    "Outcome",
    "ProvisionText",
    "Recipient",
    "Route",
    "RulingContent",
    "UnknownPlaceholder",
    "check_text",
    "html",
    "pdf",
    "routes",
]
