"""The jobbplan as the participant gets it: what we do together, who does what, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.letters.parties import coach_of, common, contact_at
from followup.insats import Insats
from followup.planning_rules import PlanData
from jobbtorg import clock
from jobbtorg.letters import (
    Authority,
    Contact,
    Manuscript,
    Recipient,
    common_values,
    swedish_weekday,
)
from jobbtorg.letters import manuscript as manuscript_of


@dataclass(frozen=True)
class ActivityText:
    """An activity in words."""

    what: str
    more: str
    who: str
    when: str


@dataclass(frozen=True)
class GoalText:
    """A goal in words, with its activities."""

    text: str
    activities: tuple[ActivityText, ...]


@dataclass(frozen=True)
class JobPlanContent:
    """All that the printed jobbplan says."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    version: int
    made_on: date
    dated: date
    first_day: date
    last_day: date
    goals: tuple[GoalText, ...]
    own_words: str
    agreement: str
    objections: str
    follow_up_on: date
    coach: Contact
    watermark: str = ""


def content_of(insats: Insats, told: PlanData, version: int) -> JobPlanContent:
    """What the plan says, with the period of the decision."""
    case, today = insats.case, clock.today()
    return JobPlanContent(
        **common(case, today),
        version=version,
        made_on=told.made_on,
        dated=today,
        first_day=insats.first_day,
        last_day=insats.last_day,
        goals=tuple(
            GoalText(
                goal.text.strip(),
                tuple(
                    ActivityText(str(a.kind), a.text.strip(), a.who.strip(), a.when.strip())
                    for a in goal.activities
                ),
            )
            for goal in told.goals
        ),
        own_words=told.own_words.strip(),
        agreement=told.agreement,
        objections=told.objections.strip(),
        follow_up_on=told.follow_up_on,
        coach=coach_of(case.coach, case) if case.coach else contact_at(case),
    )


def manuscript(content: JobPlanContent) -> Manuscript:
    """The jobbplan, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of("jobbplan.html", content, values(content), dated=content.dated)


def values(content: JobPlanContent) -> dict[str, str]:
    """What stands in for each placeholder."""
    return common_values(content) | {
        "coach": content.coach.name,
        "coach_befattning": content.coach.title,
        "plan_dag": swedish_weekday(content.made_on),
        "plan_version": str(content.version),
        "uppfoljning_dag": swedish_weekday(content.follow_up_on),
        "period_fran": swedish_weekday(content.first_day),
        "period_till": swedish_weekday(content.last_day),
    }
