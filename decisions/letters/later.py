"""The letters beside the decision on an insats: on form, on a later decision, and before one.

Plain data and its letter: no database, no clock, no settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from decisions.letters.content import Meeting, Route, RulingContent
from jobbtorg.letters import (
    Authority,
    Contact,
    Manuscript,
    ProvisionText,
    Recipient,
    common_values,
    swedish_date,
)
from jobbtorg.letters import manuscript as manuscript_of

FORMAL = ("avvisning", "avskrivning", "avslag_avgorande", "avvisat_overklagande")


@dataclass(frozen=True)
class Changed:
    """One thing that a later decision says otherwise."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class LaterContent:
    """All that the letter says of a decision on form, or one that takes another's place."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    kind: str
    decided_on: date
    applied_on: date
    applied_for: str
    coach: Contact
    decider: Contact | Meeting
    explanation: str
    provisions: tuple[ProvisionText, ...]
    routes: tuple[Route, ...]
    ground: str = ""
    ground_on: date | None = None
    earlier_on: date | None = None
    appealed_on: date | None = None
    served_on: date | None = None
    last_day: date | None = None
    changed: tuple[Changed, ...] = ()
    right: RulingContent | None = None
    may: RulingContent | None = None
    period: tuple[date, date] | None = None
    reply: str = ""
    watermark: str = ""
    unnamed: bool = False

    @property
    def delegate(self) -> Contact | None:
        """Who decided on the nämnd's behalf, or None where it decided itself."""
        return self.decider if isinstance(self.decider, Contact) else None

    @property
    def meeting(self) -> Meeting | None:
        """The nämnd's meeting, where it decided itself."""
        return self.decider if isinstance(self.decider, Meeting) else None


@dataclass(frozen=True)
class HearingContent:
    """Underlag inför ändring: what has come up, what is planned, how to reply. FL 25 §."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    sent_on: date
    reply_by: date
    earlier_on: date
    ground: str
    facts: str
    plan: str
    coach: Contact
    oral_right: ProvisionText
    provisions: tuple[ProvisionText, ...]
    watermark: str = ""


def later_manuscript(content: LaterContent) -> Manuscript:
    """The letter, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of(
        "senare.html",
        content,
        later_values(content),
        dated=content.decided_on,
        kind=content.kind,
        form=content.kind if content.kind in FORMAL else "",
        at_unit="" if content.coach.name else "enhet",
        right=content.right,
        may=content.may,
        routes=[str(route) for route in content.routes],
        by="namnd" if content.meeting else "",
    )


def hearing_manuscript(content: HearingContent) -> Manuscript:
    """The underlag, ready to print. Raises LetterTextError where a sentence is missing."""
    told = hearing_values(content)
    return manuscript_of("underlag_andring.html", content, told, dated=content.sent_on)


def hearing_values(content: HearingContent) -> dict[str, str]:
    """What stands in for each placeholder in the underlag; empty where the case lacks it."""
    return common_values(content) | {
        "coach": content.coach.name,
        "coach_befattning": content.coach.title,
        "foretrade": content.oral_right.citation,
        "svara_senast": swedish_date(content.reply_by),
        "tidigare_den": swedish_date(content.earlier_on),
    }


def later_values(content: LaterContent) -> dict[str, str]:
    """What stands in for each placeholder in the letter; empty where the case lacks it."""
    delegate, meeting, right, may = content.delegate, content.meeting, content.right, content.may
    first, last = content.period or (None, None)
    return common_values(content) | {
        "ansokt_den": swedish_date(content.applied_on),
        "befattning": delegate.title if delegate else "",
        "befogenhet": may.provision.citation if may else "",
        "befogenhet_fran": swedish_date(may.period_from) if may else "",
        "befogenhet_till": swedish_date(may.period_to) if may else "",
        "beslutad_den": swedish_date(content.decided_on),
        "beslutsfattare": delegate.name if delegate else "",
        "fick_del_den": swedish_date(content.served_on),
        "sista_dag": swedish_date(content.last_day),
        "overklagat_den": swedish_date(content.appealed_on),
        "coach": content.coach.name,
        "coach_befattning": content.coach.title,
        "diarienummer": meeting.dnr if meeting else "",
        "fran": swedish_date(first),
        "grund_den": swedish_date(content.ground_on),
        "insats": content.applied_for,
        "paragraf": meeting.paragraph if meeting else "",
        "ratt": right.provision.citation if right else "",
        "ratt_fran": swedish_date(right.period_from) if right else "",
        "ratt_till": swedish_date(right.period_to) if right else "",
        "tidigare_den": swedish_date(content.earlier_on),
        "till": swedish_date(last),
    }
