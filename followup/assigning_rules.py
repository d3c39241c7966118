"""Why an uppdrag cannot be given or taken on: every reason at once."""

from dataclasses import dataclass
from datetime import date

from cases.conflict_rules import is_barred
from cases.models import Status
from followup.insats import Insats
from followup.rules import (
    against_closed,
    against_empty,
    against_next_day,
    against_other_than_chef,
    against_other_than_coach,
)
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Function, User


@dataclass(frozen=True)
class AssignmentData:
    """What the uppdrag says beyond the decision, and to whom it goes."""

    coach: User
    goals: str
    to_follow_up: str
    follow_up_on: date


def against_giving(insats: Insats, by: User) -> list[Rule]:
    """Why this user gives no uppdrag now, whatever it says."""
    rules = [*against_other_than_chef(insats, by), *against_closed(insats)]
    if insats.assignment:
        sentence = f"Uppdraget gavs {clock.day_of(insats.assignment.given_at)}."
        rules.append(Rule("given", sentence, kind="conflict"))
    if insats.case.status == Status.AVSLUTAD:
        rules.append(Rule("case_closed", "Ärendet är avslutat.", kind="conflict"))
    return rules


def against_assignment(insats: Insats, told: AssignmentData) -> list[Rule]:
    """What is wrong with this uppdrag."""
    rules = []
    if not told.coach.holds(Function.COACH, unit=insats.case.unit):
        sentence = f"{told.coach} är inte coach på {insats.case.unit}."
        rules.append(Rule("coach", sentence, where="coach"))
    elif is_barred(insats.case, told.coach):
        rules.append(Rule("barred_coach", f"{told.coach} är jävig i ärendet.", where="coach"))
    rules += against_empty("goals", told.goals, "Ange målen för uppdraget.")
    rules += against_empty("to_follow_up", told.to_follow_up, "Ange vad som ska följas upp.")
    rules += against_next_day(insats, told.follow_up_on, "follow_up_on")
    return rules


def against_taking_on(insats: Insats, by: User) -> list[Rule]:
    """Why this user does not take the uppdrag on: it is the case's coach in person who does."""
    rules = [*against_other_than_coach(insats, by), *against_closed(insats)]
    if insats.assignment is None:
        rules.append(Rule("not_given", "Chefen har inte gett uppdraget än.", kind="conflict"))
    elif insats.acceptance:
        sentence = f"Uppdraget togs emot {clock.day_of(insats.acceptance.accepted_at)}."
        rules.append(Rule("taken", sentence, kind="conflict"))
    if insats.case.coach != by and not rules:
        sentence = f"{insats.case.coach} har ärendet. Ta över det för att ta emot uppdraget."
        rules.append(Rule("stand_in", sentence, kind="forbidden"))
    return rules


def against_beginning(insats: Insats, started_on: date | None) -> list[Rule]:
    """Why the insats did not begin that day; left out while the period is still to come."""
    if started_on is None:
        return []
    if not insats.decision.decided_on <= started_on <= clock.today():
        sentence = f"Ange en dag från beslutet {insats.decision.decided_on} till i dag."
        return [Rule("started_on", sentence, where="started_on")]
    return []
