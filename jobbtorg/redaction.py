"""No person in the logs: what looks like a personnummer, or a row's values, is taken out of lines.

Whoever logs writes keys and not names. This is the net below: what an exception, a library or an
address that somebody typed brings with it.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from jobbtorg import request_id

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


class JsonLines(Formatter):
    """Each record as one line of JSON: when, how grave, who says what, and for which request.

    `told`, which a caller gives as extra, holds keys and numbers alone: they stand beside.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON, without what may be about a person."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(_said(record)),
        }
        asked = getattr(record, "request", None)
        if number := request_id.current() or getattr(asked, "number", ""):
            line["request"] = number
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["traceback"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    """What the line says; Django's own of an answer with the address's name for the address."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if record.name != "django.request" or not isinstance(record.args, tuple):
        return record.getMessage()
    name = (match.url_name if match else None) or "okänd"
    return f"{record.args[0]}: {name}" if record.args else f"{record.levelname}: {name}"
