"""Avbokning: the meeting that the person was called to will not be, and what happens now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.letters.parties import coach_of, common, contact_at, when
from cases.models import Case
from jobbtorg.letters import (
    Authority,
    Contact,
    Manuscript,
    Recipient,
    common_values,
)
from jobbtorg.letters import manuscript as manuscript_of


@dataclass(frozen=True)
class CallingOffContent:
    """All that the avbokning says."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    sent_on: date
    meeting_at: datetime
    coach: Contact
    watermark: str = ""


def content_of(case: Case, meeting_at: datetime, sent_on: date) -> CallingOffContent:
    """What the avbokning says; nothing of why, and no place."""
    return CallingOffContent(
        **common(case, sent_on),
        sent_on=sent_on,
        meeting_at=meeting_at,
        coach=coach_of(case.coach, case) if case.coach else contact_at(case),
    )


def manuscript(content: CallingOffContent) -> Manuscript:
    """The avbokning, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of("avbokning.html", content, values(content), dated=content.sent_on)


def values(content: CallingOffContent) -> dict[str, str]:
    """What stands in for each placeholder."""
    return common_values(content) | when(content.meeting_at)
