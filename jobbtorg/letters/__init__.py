"""The ground of every letter: sender and recipient, sentences, the PDF and its stored bytes."""

from jobbtorg.letters.content import (
    NO_BREAK_SPACE,
    Authority,
    Contact,
    Letter,
    ProvisionText,
    Recipient,
)
from jobbtorg.letters.render import ForeignFile, Manuscript, manuscript
from jobbtorg.letters.texts import (
    PLACEHOLDERS,
    LetterTextError,
    MissingText,
    UnknownPlaceholder,
    check_text,
    common_values,
    swedish_date,
    swedish_weekday,
)

__all__ = [
    "NO_BREAK_SPACE",
    "PLACEHOLDERS",
    "Authority",
    "Contact",
    "ForeignFile",
    "Letter",
    "LetterTextError",
    "Manuscript",
    "MissingText",
    "ProvisionText",
    "Recipient",
    "UnknownPlaceholder",
    "check_text",
    "common_values",
    "manuscript",
    "swedish_date",
    "swedish_weekday",
]
