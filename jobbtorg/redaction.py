"""No person in the logs: what looks like a personnummer, or a row's values, is taken out of lines.

Whoever logs writes keys and not names. This is the net below: what an exception, a library or an
address that somebody typed brings with it.
"""

import logging
import re

NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
ROW = re.compile(r"^(DETAIL|CONTEXT|QUERY|.*Failing row contains|.*Key \().*$", re.MULTILINE)
SECRET = re.compile(r"(/kalender/)[^/\s]+(?=\.ics)")


def redacted(text: str) -> str:
    """The text without what may be about a person."""
    text = ROW.sub("[borttaget]", text)
    text = SECRET.sub(r"\1[borttaget]", text)
    return EMAIL.sub("[e-post]", NUMBER.sub("[nummer]", text))


class Formatter(logging.Formatter):
    """Lines, and the tracebacks below them, without what may be about a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole line."""
        return redacted(super().format(record))
