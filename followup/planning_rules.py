"""Why a version of the jobbplan cannot be saved: every reason at once. law.md §6.3."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup.insats import Insats
from followup.models import JobPlan
from followup.rules import (
    against_closed,
    against_day,
    against_empty,
    against_next_day,
    against_other_than_coach,
    against_unassigned,
)
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code

Agreement = JobPlan.Agreement


@dataclass(frozen=True)
class ActivityData:
    """What is done towards a goal, by whom and when."""

    kind: Code
    text: str
    who: str
    when: str


@dataclass(frozen=True)
class GoalData:
    """A goal, with what is done to reach it."""

    text: str
    activities: tuple[ActivityData, ...]


@dataclass(frozen=True)
class PlanData:
    """The plan as it was made with the participant, and what they say of it."""

    made_on: date
    goals: tuple[GoalData, ...]
    own_words: str
    agreement: str
    objections: str
    follow_up_on: date


def against_planning(insats: Insats, by: User) -> list[Rule]:
    """Why this user writes no jobbplan now, whatever it says."""
    rules = [*against_other_than_coach(insats, by), *against_closed(insats)]
    return rules + list(against_unassigned(insats))


def against_stale(insats: Insats, seen: int) -> Iterator[Rule]:
    """Somebody has saved a version since the page was fetched."""
    plan = insats.plan
    if plan and plan.version != seen:
        at = f"{plan.written_at.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M}"
        sentence = (
            f"{plan.written_by} sparade version {plan.version} {at}, efter att du öppnade sidan. "
            "Din text är kvar i fälten. Jämför innan du sparar igen."
        )
        yield Rule("stale", sentence, kind="conflict")


def against_plan(insats: Insats, told: PlanData) -> list[Rule]:
    """What the plan lacks."""
    rules = [*against_day(insats, told.made_on, "made_on")]
    if not told.goals:
        rules.append(Rule("goals", "Ange minst ett mål.", where="goal_1"))
    for number, goal in enumerate(told.goals, start=1):
        if not goal.activities:
            sentence = f"Ange minst en aktivitet för mål {number}."
            rules.append(Rule("activities", sentence, where=f"goal_{number}"))
        rules += _against_activities(goal)
    rules += _against_views(told)
    rules += against_next_day(insats, told.follow_up_on, "follow_up_on")
    return rules


def _against_activities(goal: GoalData) -> Iterator[Rule]:
    for activity in goal.activities:
        if not activity.who.strip():
            yield Rule("who", f"Ange vem som gör aktiviteten {activity.kind}.")
        if not activity.when.strip():
            yield Rule("when", f"Ange när aktiviteten {activity.kind} görs.")
        if activity.kind.valid_to and activity.kind.valid_to < clock.today():
            yield Rule("kind", f"Aktiviteten {activity.kind} är tagen ur bruk. Välj en annan.")


def _against_views(told: PlanData) -> Iterator[Rule]:
    """The participant's own words, or why they were not there to say any."""
    if told.agreement not in Agreement.values:
        yield Rule("agreement", "Ange om deltagaren håller med.", where="agreement")
    elif told.agreement == Agreement.ABSENT:
        sentence = "Skriv varför deltagaren inte har varit med."
        yield from against_empty("objections", told.objections, sentence)
    else:
        sentence = "Skriv vad deltagaren själv säger om planen."
        yield from against_empty("own_words", told.own_words, sentence)
        if told.agreement != Agreement.AGREES:
            sentence = "Skriv vad deltagaren vill i stället."
            yield from against_empty("objections", told.objections, sentence)
