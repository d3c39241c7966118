"""All that a decision letter says, as plain data: no database, no clock, no settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jobbtorg.letters import Authority, Contact, ProvisionText, Recipient


class Outcome(StrEnum):
    """How a ruling went."""

    GRANTED = "bifall"
    PARTLY = "delvis"
    REFUSED = "avslag"


class Route(StrEnum):
    """A way to appeal; each has its own page of instructions, and they never mix."""

    ADMINISTRATIVE = "forvaltningsbesvar"  # SoL 35 kap. 1 § and FL 40–47 §§
    LEGALITY = "laglighetsprovning"  # KL 13 kap.


def routes(
    right: str | None, may: str | None, *, also_when_granted: bool = False
) -> tuple[Route, ...]:
    """The ways to appeal that follow from the outcomes (SoL 35 kap. 1 §, KL 13 kap. 1–2 §§).

    The right is always tried first, so outcomes without it raise ValueError; so does a
    may-ruling where the right gave all. `also_when_granted`: whoever got all under the right is
    told how to appeal too (FL 42 § says that such a decision does not go against them).
    """
    if right is None:
        raise ValueError("The right must be tried before the may-insats")
    granted = Outcome(right) is Outcome.GRANTED
    if granted and may is not None:
        raise ValueError("Nothing is left for the may-insats when the right gave all")
    administrative = (Route.ADMINISTRATIVE,) if not granted or also_when_granted else ()
    legality = (Route.LEGALITY,) if may is not None and Outcome(may) else ()
    return administrative + legality


@dataclass(frozen=True)
class Meeting:
    """Where the nämnd itself decided: its minutes' paragraph and dnr; the day is the decision's."""

    paragraph: str
    dnr: str


@dataclass(frozen=True)
class RulingContent:
    """One ruling: outcome, reasons, provision; a period only where something is granted.

    `scope` tells in plain words what a partial grant gives; FL 31 § asks what the decision says.
    """

    outcome: str
    circumstances: str
    reasons: str
    provision: ProvisionText
    period_from: date | None = None
    period_to: date | None = None
    scope: str = ""

    def __post_init__(self) -> None:
        """Refuse an unknown outcome, a grant without period and a refusal with one."""
        granted = Outcome(self.outcome) is not Outcome.REFUSED
        if granted != bool(self.period_from and self.period_to):
            raise ValueError(f"A ruling '{self.outcome}' has the wrong period")


@dataclass(frozen=True)
class LetterContent:
    """All that the letter says; decisions.actions makes it from rows (SoL 14:3, FL 31–33 §§)."""

    authority: Authority
    recipient: Recipient
    case_number: str
    decided_on: date
    applied_on: date
    applied_for: str
    oral: bool
    right: RulingContent | None
    may: RulingContent | None
    coach: Contact
    decider: Contact | Meeting
    texts: Mapping[str, str]
    provisions: tuple[ProvisionText, ...] = ()
    steps: tuple[str, ...] = ()
    reply: str = ""
    reply_on: date | None = None
    children: str = ""
    watermark: str = ""
    appeal_when_granted: bool = False
    unnamed: bool = False

    @property
    def delegate(self) -> Contact | None:
        """Who decided on the nämnd's behalf, or None where it decided itself."""
        return self.decider if isinstance(self.decider, Contact) else None

    @property
    def meeting(self) -> Meeting | None:
        """The nämnd's meeting, where it decided itself."""
        return self.decider if isinstance(self.decider, Meeting) else None

    @property
    def routes(self) -> tuple[Route, ...]:
        """The ways to appeal this decision, by rule."""
        right = self.right.outcome if self.right else None
        may = self.may.outcome if self.may else None
        return routes(right, may, also_when_granted=self.appeal_when_granted)

    @property
    def period(self) -> tuple[date, date] | None:
        """First and last day over all that is granted, or None."""
        spans = [
            (ruling.period_from, ruling.period_to)
            for ruling in (self.right, self.may)
            if ruling and ruling.period_from and ruling.period_to
        ]
        if not spans:
            return None
        return min(first for first, _ in spans), max(last for _, last in spans)
