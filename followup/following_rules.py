"""Why an uppföljning cannot be saved: every reason at once. SEED 2023, law.md §6.3."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup.insats import Insats
from followup.models import FollowUp
from followup.rules import (
    against_closed,
    against_day,
    against_empty,
    against_next_day,
    against_other_than_chef,
    against_other_than_coach,
    against_unassigned,
)
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, User

Hat, Conclusion = FollowUp.Hat, FollowUp.Conclusion


@dataclass(frozen=True)
class FollowUpData:
    """How it went, what the participant thinks, and what comes of it."""

    held_on: date
    how: str
    result: str
    views: str
    conclusion: str
    next_on: date | None
    insats: str = ""
    events: str = ""


def hat_of(insats: Insats, by: User) -> str:
    """In which hat this user follows up: who leads the unit does so as chef."""
    return Hat.CHEF if by.holds(*CHEFER, unit=insats.case.unit) else Hat.COACH


def against_following(insats: Insats, hat: str, by: User) -> list[Rule]:
    """Why this user follows nothing up now."""
    own = against_other_than_chef if hat == Hat.CHEF else against_other_than_coach
    rules = [*own(insats, by), *against_closed(insats)]
    return rules + list(against_unassigned(insats))


def against_follow_up(insats: Insats, hat: str, told: FollowUpData) -> list[Rule]:
    """What the uppföljning lacks; the chef's tells of the granted insats and events too."""
    rules = [*against_day(insats, told.held_on, "held_on")]
    if told.how not in FollowUp.How.values:
        rules.append(Rule("how", "Ange hur uppföljningen gjordes.", where="how"))
    rules += against_empty("result", told.result, "Skriv hur det går mot målen.")
    rules += against_empty("views", told.views, "Skriv vad deltagaren tycker.")
    if hat == Hat.CHEF:
        sentence = "Skriv om insatsen har getts som beslutet säger."
        rules += against_empty("insats", told.insats, sentence)
        sentence = "Skriv vilka händelser som haft betydelse, eller att det inte funnits några."
        rules += against_empty("events", told.events, sentence)
    return [*rules, *_against_conclusion(insats, told)]


def _against_conclusion(insats: Insats, told: FollowUpData) -> Iterator[Rule]:
    """What goes on has a next day."""
    if told.conclusion not in Conclusion.values:
        yield Rule("conclusion", "Ange vad uppföljningen leder till.", where="conclusion")
    elif told.next_on:
        yield from against_next_day(insats, told.next_on, "next_on")
    elif told.conclusion != Conclusion.ENDS:
        yield Rule("next_on", "Ange dag för nästa uppföljning.", where="next_on")
