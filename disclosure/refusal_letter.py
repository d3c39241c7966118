"""The letter with the authority's decision not to give, and the way to kammarrätten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.letters.parties import common
from decisions.letters import Meeting
from disclosure.models import Disclosure
from jobbtorg.letters import (
    Authority,
    Contact,
    Manuscript,
    Recipient,
    common_values,
    swedish_date,
)
from jobbtorg.letters import manuscript as manuscript_of


@dataclass(frozen=True)
class RefusalContent:
    """All that the letter says; `outcome` is helt or delvis."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    decided_on: date
    outcome: str
    asks: str
    reasons: str
    grounds: tuple[str, ...]
    decider: Contact | Meeting
    watermark: str = ""

    @property
    def meeting(self) -> Meeting | None:
        """Where the nämnd itself decided; None for a delegate's decision."""
        return self.decider if isinstance(self.decider, Meeting) else None


def content_of(
    disclosure: Disclosure, outcome: str, reasons: str, grounds: tuple[str, ...],
    decider: Contact | Meeting, day: date,
) -> RefusalContent:  # fmt: skip
    """What the letter says; to anyone but the person nothing of who the person is."""
    told = common(disclosure.case, day)
    if disclosure.asker != Disclosure.Asker.PARTY:
        address = getattr(disclosure.representative, "address", "")
        told["recipient"] = Recipient(disclosure.addressee, "", (address,) if address else ())
    return RefusalContent(
        **told,
        decided_on=day,
        outcome=outcome,
        asks=disclosure.asks,
        reasons=reasons.strip(),
        grounds=grounds,
        decider=decider,
    )


def manuscript(content: RefusalContent) -> Manuscript:
    """The letter, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of("utlamnande.html", content, values(content), dated=content.decided_on)


def values(content: RefusalContent) -> dict[str, str]:
    """What stands in for each placeholder; empty where the letter lacks it."""
    decider, meeting = content.decider, content.meeting
    named = None if isinstance(decider, Meeting) else decider
    return common_values(content) | {
        "beslutad_den": swedish_date(content.decided_on),
        "beslutsfattare": named.name if named else "",
        "befattning": named.title if named else "",
        "paragraf": meeting.paragraph if meeting else "",
        "diarienummer": meeting.dnr if meeting else "",
    }
