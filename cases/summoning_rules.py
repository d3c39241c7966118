"""Why nobody can be called to a meeting, or one not be called off: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases.conflict_rules import against_barred
from cases.models import Case, Sending, Status, Summons
from cases.models.case import UNIT_ROLES
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

LONGEST = timedelta(days=365)


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
    rules = [*_against_time(told.meeting_at), *_against_sending(case, told.how, told.sent_on)]
    if told.manner not in Summons.Manner.values:
        rules.append(Rule("manner", "Ange hur ni träffas.", where="manner"))
    if told.manner == Summons.Manner.VISIT and not told.place.strip():
        rules.append(Rule("place", "Ange var ni träffas.", where="place"))
    if not told.purpose.strip():
        rules.append(Rule("purpose", "Ange vad mötet handlar om.", where="purpose"))
    return rules


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
    if case.person.is_protected and how in Sending.BY_POST:
        sentence = (
            "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling "
            "eller lämna över kallelsen personligen."
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


def against_reason(reason: str) -> Iterator[Rule]:
    """A meeting is not called off without saying why."""
    if not reason.strip():
        sentence = "Skriv varför mötet ställs in och hur personen får veta det."
        yield Rule("reason", sentence, where="reason")
