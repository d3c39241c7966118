"""Kallelse till möte: when and where first, then why, what to bring, and what if one cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.letters.parties import coach_of, common, contact_at, when
from cases.models import Case, Status
from cases.models.summons import Summons
from cases.summoning_rules import SummonsData
from jobbtorg.letters import (
    Authority,
    Contact,
    Manuscript,
    Recipient,
    common_values,
)
from jobbtorg.letters import manuscript as manuscript_of

INVESTIGATED = (Status.AKTUALISERAD, Status.UTREDS, Status.VANTAR)


@dataclass(frozen=True)
class SummonsContent:
    """All that the kallelse says; `stage` is utredning or insats, what the meeting is part of."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    sent_on: date
    meeting_at: datetime
    manner: str
    place: str
    purpose: str
    bring: str
    stage: str
    coach: Contact
    watermark: str = ""

    @property
    def named(self) -> bool:
        """Whether a coach has the case already."""
        return bool(self.coach.name)


def content_of(case: Case, told: SummonsData) -> SummonsContent:
    """What the kallelse says; a protected person learns no address but that of the meeting."""
    return SummonsContent(
        **common(case, told.sent_on),
        sent_on=told.sent_on,
        meeting_at=told.meeting_at,
        manner=told.manner,
        place=told.place.strip() if told.manner == Summons.Manner.VISIT else "",
        purpose=told.purpose.strip(),
        bring=told.bring.strip(),
        stage="utredning" if case.status in INVESTIGATED else "insats",
        coach=coach_of(case.coach, case) if case.coach else contact_at(case),
    )


def manuscript(content: SummonsContent) -> Manuscript:
    """The kallelse, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of("kallelse.html", content, values(content), dated=content.sent_on)


def values(content: SummonsContent) -> dict[str, str]:
    """What stands in for each placeholder; empty where the meeting lacks it."""
    return (
        common_values(content)
        | when(content.meeting_at)
        | {
            "coach": content.coach.name,
            "coach_befattning": content.coach.title,
            "mote_plats": content.place,
        }
    )
