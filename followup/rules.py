"""What stands in the way of every act on an insats: whose it is, and that it is open."""

from collections.abc import Iterator
from datetime import date

from cases.conflict_rules import against_barred
from cases.models import Status
from followup.insats import Insats
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, User


def against_closed(insats: Insats) -> Iterator[Rule]:
    """Nothing more is written about an insats that is closed."""
    if insats.closing:
        sentence = f"Insatsen avslutades {insats.closing.closed_on}."
        yield Rule("closed", sentence, kind="conflict")


def against_outsider(insats: Insats, by: User) -> Iterator[Rule]:
    """The unit's coaches and chefs carry out and follow up; never who is jävig."""
    yield from against_barred(insats.case, by)
    if not by.holds(Function.COACH, *CHEFER, unit=insats.case.unit):
        sentence = f"Bara coacher och chefer på {insats.case.unit} skriver om insatsen."
        yield Rule("outsider", sentence, kind="forbidden")


def against_other_than_chef(insats: Insats, by: User) -> Iterator[Rule]:
    """What the nämnd's side does is the chefs' of the unit."""
    yield from against_barred(insats.case, by)
    if not by.holds(*CHEFER, unit=insats.case.unit):
        sentence = f"Bara chefer på {insats.case.unit} ger uppdrag."
        yield Rule("not_chef", sentence, kind="forbidden")


def against_other_than_coach(insats: Insats, by: User) -> Iterator[Rule]:
    """What the performer's side does is the coach's who has the case, or who stands in."""
    yield from against_barred(insats.case, by)
    coach = insats.case.coach
    if not by.holds(Function.COACH, unit=insats.case.unit):
        sentence = f"Bara coacher på {insats.case.unit} utför uppdraget."
        yield Rule("not_coach", sentence, kind="forbidden")
    elif coach != by and not by.stands_in_for(coach):
        whose = f"{coach} har ärendet." if coach else "Ärendet är inte fördelat."
        yield Rule(
            "other_coach", f"{whose} Ta över det om du ska utföra uppdraget.", kind="forbidden"
        )


def against_unassigned(insats: Insats) -> Iterator[Rule]:
    """Nothing is carried out before the uppdrag is given and taken on."""
    if insats.assignment is None:
        yield Rule("not_given", "Chefen har inte gett uppdraget än.", kind="conflict")
    elif insats.acceptance is None:
        yield Rule("not_taken", "Uppdraget är inte mottaget än.", kind="conflict")


def against_day(insats: Insats, day: date, where: str) -> Iterator[Rule]:
    """What has happened lies between the decision and today."""
    first = insats.decision.decided_on
    if not first <= day <= clock.today():
        yield Rule(where, f"Ange en dag från beslutet {first} till i dag.", where=where)


def against_next_day(insats: Insats, day: date, where: str) -> Iterator[Rule]:
    """What is planned lies from today to the end of the period."""
    today = clock.today()
    if not today <= day <= max(insats.last_day, today):
        sentence = f"Ange en dag från i dag till periodens slut {insats.last_day}."
        yield Rule(where, sentence, where=where)


def against_empty(where: str, text: str, sentence: str) -> Iterator[Rule]:
    """A text that the act needs."""
    if not text.strip():
        yield Rule(where, sentence, where=where)


def against_unsent(insats: Insats) -> Iterator[Rule]:
    """A decision whose letter has not gone is told before anything ends by it."""
    if insats.case.status == Status.BESLUTAD:
        yield Rule("unsent", "Skicka beslutsbrevet först.", kind="conflict")
