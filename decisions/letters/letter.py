"""From what a decision letter says to its HTML and its PDF."""

from __future__ import annotations

from decisions.letters.content import LetterContent
from jobbtorg.letters import Manuscript, common_values, swedish_date
from jobbtorg.letters import manuscript as manuscript_of


def manuscript(content: LetterContent) -> Manuscript:
    """The decision letter, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of(
        "beslut.html",
        content,
        values(content),
        dated=content.decided_on,
        right=content.right,
        may=content.may,
        period=content.period,
        routes=[str(route) for route in content.routes],
        by="namnd" if content.meeting else "",
        at_unit="enhet" if content.unnamed else "",
    )


def html(content: LetterContent) -> str:
    """The letter as HTML. Raises LetterTextError where a sentence is missing or unusable."""
    return manuscript(content).html


def pdf(content: LetterContent) -> bytes:
    """The letter as a PDF. Raises LetterTextError, and ForeignFile where the mark needs files."""
    return manuscript(content).pdf()


def values(content: LetterContent) -> dict[str, str]:
    """What stands in for each placeholder in this letter; empty where the case lacks it."""
    right, may = content.right, content.may
    delegate, meeting = content.delegate, content.meeting
    first, last = content.period or (None, None)
    return common_values(content) | {
        "ansokt_den": swedish_date(content.applied_on),
        "befattning": delegate.title if delegate else "",
        "befogenhet": may.provision.citation if may else "",
        "befogenhet_fran": swedish_date(may.period_from) if may else "",
        "befogenhet_till": swedish_date(may.period_to) if may else "",
        "bemott_den": swedish_date(content.reply_on),
        "beslutad_den": swedish_date(content.decided_on),
        "beslutsfattare": delegate.name if delegate else "",
        "coach": content.coach.name,
        "coach_befattning": content.coach.title,
        "diarienummer": meeting.dnr if meeting else "",
        "fran": swedish_date(first),
        "insats": content.applied_for,
        "paragraf": meeting.paragraph if meeting else "",
        "ratt": right.provision.citation if right else "",
        "ratt_fran": swedish_date(right.period_from) if right else "",
        "ratt_till": swedish_date(right.period_to) if right else "",
        "till": swedish_date(last),
    }
