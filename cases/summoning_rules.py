"""Why nobody can be called to a meeting, or one not be called off: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from cases.conflict_rules import against_barred
from cases.models import Case, Sending, Status, Summons
from cases.models.seeing import UNIT_ROLES
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

LONGEST = timedelta(days=365)


class Meeting(Protocol):
    """When, how and where somebody is met, and what about."""

    @property
    def meeting_at(self) -> datetime:
        """The moment that it begins."""

    @property
    def manner(self) -> str:
        """One of Summons.Manner."""

    @property
    def place(self) -> str:
        """The address of a visit."""

    @property
    def purpose(self) -> str:
        """What it is about."""


@dataclass(frozen=True)
class SummonsData:
    """When, how and where the meeting is, what it is about, and how the letter goes."""

    meeting_at: datetime
    manner: str
    place: str
    purpose: str
    bring: str
    how: str
    sent_on: date


def against_summoning(case: Case, by: User) -> list[Rule]:
    """Why this user calls nobody to a meeting in the case, whatever the letter says."""
    rules = [*_against_outsider(case, by, "kallar till möten"), *against_barred(case, by)]
    if case.status == Status.AVSLUTAD:
        rules.append(Rule("closed", "Ärendet är avslutat.", kind="conflict"))
    return rules


def _against_outsider(case: Case, by: User, does: str) -> Iterator[Rule]:
    if not by.holds(*UNIT_ROLES, unit=case.unit):
        yield Rule("outsider", f"Bara coacher och chefer på {case.unit} {does}.", kind="forbidden")


def against_summons(case: Case, told: SummonsData) -> list[Rule]:
    """What is wrong with this kallelse."""
    return [*against_meeting(told), *_against_sending(case, told.how, told.sent_on)]


def against_meeting(told: Meeting) -> Iterator[Rule]:
    """What is wrong with when, how and where this meeting is, or what it is about."""
    yield from _against_time(told.meeting_at)
    if told.manner not in Summons.Manner.values:
        yield Rule("manner", "Ange hur ni träffas.", where="manner")
    if told.manner == Summons.Manner.VISIT and not told.place.strip():
        yield Rule("place", "Ange var ni träffas.", where="place")
    if not told.purpose.strip():
        yield Rule("purpose", "Ange vad mötet handlar om.", where="purpose")


def _against_time(meeting_at: datetime) -> Iterator[Rule]:
    now = clock.now()
    if meeting_at <= now:
        yield Rule("past", "Mötet måste ligga i framtiden.", where="meeting_on")
    elif meeting_at > now + LONGEST:
        sentence = "Mötet ligger mer än ett år bort. Stämmer dagen?"
        yield Rule("far", sentence, where="meeting_on")


def _against_sending(case: Case, how: str, sent_on: date) -> Iterator[Rule]:
    """Nothing goes to an address that the authority may not know. law.md §9.4."""
    first = case.applications.earliest("arrived_on").arrived_on
    if not first <= sent_on <= clock.today():
        sentence = f"Ange en dag från {first}, då ansökan kom in, till i dag."
        yield Rule("sent_on", sentence, where="sent_on")
    if how not in dict(Summons.How):
        yield Rule("how", "Ange hur kallelsen skickas.", where="how")
    yield from _against_post(case, how, "kallelsen")


def _against_post(case: Case, how: str, letter: str) -> Iterator[Rule]:
    if case.person.is_protected and how in Sending.BY_POST:
        sentence = (
            "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling "
            f"eller lämna över {letter} personligen."
        )
        yield Rule("protected", sentence, where="how")


def against_calling_off(summons: Summons, by: User) -> list[Rule]:
    """Why this user cannot call the meeting off: also in a closed case a meeting can be."""
    case = summons.case
    rules = [*_against_outsider(case, by, "ställer in möten"), *against_barred(case, by)]
    if summons.is_cancelled:
        rules.append(Rule("cancelled", "Mötet är redan inställt.", kind="conflict"))
    elif not summons.is_coming:
        rules.append(Rule("past", "Mötet har redan varit.", kind="conflict"))
    return rules


def against_telling(case: Case, how: str) -> Iterator[Rule]:
    """Why no letter goes this way about a meeting that is called off; empty is no letter."""
    if how and how not in dict(Summons.How):
        yield Rule("how", "Ange hur brevet skickas.", where="how")
    yield from _against_post(case, how, "brevet")


def against_reason(reason: str) -> Iterator[Rule]:
    """A meeting is not called off without saying why."""
    if not reason.strip():
        sentence = "Skriv varför mötet ställs in och hur personen får veta det."
        yield Rule("reason", sentence, where="reason")
