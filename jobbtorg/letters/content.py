"""What every letter says of sender, recipient and law, as plain data: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Authority:
    """The sender. Everything here is a setting or a row of the unit's."""

    name: str  # Arbetsmarknadsnämnden
    city: str  # Stockholms stad
    unit: str  # Jobbtorg Farsta
    postal_address: tuple[str, ...]
    visiting_address: str
    phone: str
    email: str
    notice_board: str  # "stadens digitala anslagstavla", with its address (KL 8 kap. 9 §)
    court: str  # Förvaltningsrätten i Stockholm
    court_address: tuple[str, ...]
    mark_svg: str = ""  # the authority's mark; without one its name stands alone

    @property
    def board(self) -> str:
        """The name inside a sentence: arbetsmarknadsnämnden."""
        return self.name[:1].lower() + self.name[1:]


@dataclass(frozen=True)
class Recipient:
    """The applicant. No address for a protected person: Skatteverket forwards the letter."""

    name: str
    personnummer: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    """A person with a title, and how to reach them."""

    name: str
    title: str
    phone: str = ""
    email: str = ""
    hours: str = ""


@dataclass(frozen=True)
class ProvisionText:
    """A provision as it is cited on the day of the letter, with its meaning in a sentence."""

    ref: str  # 11 kap. 1 §
    law: str  # socialtjänstlagen (2025:400)
    meaning: str

    @property
    def citation(self) -> str:
        """Such as "11 kap. 1 § socialtjänstlagen (2025:400)", never broken within the ref."""
        return f"{self.ref.replace(' ', NO_BREAK_SPACE)} {self.law}"


class Letter(Protocol):
    """What the common ground asks of a letter's content, whatever else it says."""

    @property
    def authority(self) -> Authority:
        """The sender."""

    @property
    def recipient(self) -> Recipient:
        """The applicant."""

    @property
    def case_number(self) -> str:
        """The case's number."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The rulebook's sentences in force that day, by key."""

    @property
    def watermark(self) -> str:
        """A word across each page, or nothing."""
