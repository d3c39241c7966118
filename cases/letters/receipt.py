"""Kvittens: that an application has come in, what it says, who has it and what happens next.

Made anew each time it is printed and never stored: nothing in law hangs on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.letters.parties import coach_of, common, contact_at
from cases.models import Case
from jobbtorg import clock
from jobbtorg.letters import Authority, Contact, Manuscript, Recipient, common_values, swedish_date
from jobbtorg.letters import manuscript as manuscript_of
from jobbtorg.rulebook.models import Riktlinje, setting

MOST = 400  # characters of the applicant's own words, so that the receipt is one page


@dataclass(frozen=True)
class ReceiptContent:
    """All that the receipt says."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    made_on: date
    applied_on: date
    applied_for: str
    channel: str
    own_words: str
    shortened: bool
    coach: Contact
    goal_days: int
    watermark: str = ""

    @property
    def named(self) -> bool:
        """Whether a coach has the case already."""
        return bool(self.coach.name)


def content_of(case: Case) -> ReceiptContent:
    """What the receipt says today of the case's latest application."""
    application = case.applications.latest("pk")
    own_words, shortened = _one_page(application.own_words)
    return ReceiptContent(
        **common(case, clock.today()),
        made_on=clock.today(),
        applied_on=application.arrived_on,
        applied_for=Riktlinje.objects.on().get().insats,
        channel=application.channel,
        own_words=own_words,
        shortened=shortened,
        coach=coach_of(case.coach, case) if case.coach else contact_at(case),
        goal_days=setting("mal_dagar_till_beslut"),
    )


def _one_page(text: str) -> tuple[str, bool]:
    """As much of the text as there is room for, in one paragraph; and whether any is left out."""
    whole = " ".join(text.split())
    if len(whole) <= MOST:
        return whole, False
    return f"{whole[:MOST].rpartition(' ')[0] or whole[:MOST]} …", True


def manuscript(content: ReceiptContent) -> Manuscript:
    """The receipt, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of("kvittens.html", content, values(content), dated=content.made_on)


def values(content: ReceiptContent) -> dict[str, str]:
    """What stands in for each placeholder; empty where the case lacks it."""
    return common_values(content) | {
        "ansokt_den": swedish_date(content.applied_on),
        "coach": content.coach.name,
        "coach_befattning": content.coach.title,
        "insats": content.applied_for,
        "mal_dagar": str(content.goal_days),
    }
