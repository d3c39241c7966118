"""Följebrev: asks Skatteverket to send a letter on to a person whose address nobody else knows.

Made anew each time it is printed and never stored: what is sent on is stored as its own letter.
law.md §9.4; folkbokföringslagen (1991:481) 16–17 b §§.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases.letters.parties import common
from cases.models import Case
from jobbtorg import clock
from jobbtorg.letters import Authority, Manuscript, Recipient, common_values
from jobbtorg.letters import manuscript as manuscript_of
from jobbtorg.rulebook.models import setting


@dataclass(frozen=True)
class CoverContent:
    """All that the cover says: where it goes, and whom the letter beside it is for."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    made_on: date
    person: Recipient
    watermark: str = ""


def content_of(case: Case) -> CoverContent:
    """What the cover says today: addressed to Skatteverket, for the case's person."""
    told: dict[str, Any] = common(case, clock.today())
    person: Recipient = told["recipient"]
    name, *lines = (part.strip() for part in setting("skatteverkets_formedling").split(","))
    told["recipient"] = replace(person, name=name, address=tuple(lines))
    return CoverContent(**told, made_on=clock.today(), person=person)


def manuscript(content: CoverContent) -> Manuscript:
    """The cover, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of("foljebrev.html", content, values(content), dated=content.made_on)


def values(content: CoverContent) -> dict[str, str]:
    """What stands in for each placeholder; empty where the cover lacks it."""
    return common_values(content)
