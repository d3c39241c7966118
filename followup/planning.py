"""The act of planning: each saving is a version, printed for the participant. SEED 2023."""

from cases.journal import record
from cases.models import Case, Draft, JournalEntry
from followup import planning_rules as rules
from followup.assigning import locked_insats
from followup.due import set_due
from followup.letters import job_plan as letters
from followup.models import Activity, Goal, JobPlan
from followup.planning_rules import PlanData
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.models import User

DRAFT = "jobbplan"


@act
def save_plan(case: Case, told: PlanData, seen: int, *, by: User) -> JobPlan:
    """Saves a version of the jobbplan; `seen` is the version that it goes on from, 0 for none.

    Raises RuleBroken. law.md §6.3, SOSFS 2014:5 6 kap.
    """
    insats = locked_insats(case)
    refuse(rules.against_planning(insats, by))
    refuse(rules.against_stale(insats, seen), rules.against_plan(insats, told))
    version = seen + 1
    letter = letters.manuscript(letters.content_of(insats, told, version))
    plan = JobPlan.objects.create(
        assignment=insats.given,
        version=version,
        made_on=told.made_on,
        own_words=told.own_words.strip(),
        agreement=told.agreement,
        objections=told.objections.strip(),
        follow_up_on=told.follow_up_on,
        written_by=by,
        written_at=clock.now(),
        **Printed(letter.pdf(), letter.content_hash).columns(),
    )
    _write_goals(plan, told)
    insats.plan = plan
    Draft.objects.filter(user=by, case=case, form=DRAFT).delete()
    set_due(insats)
    text = "\n".join(f"Mål {n}: {goal.text}" for n, goal in enumerate(told.goals, start=1))
    title = f"Jobbplan version {version}, uppföljning {plan.follow_up_on}"
    kind = JournalEntry.Kind.DOCUMENT
    record(insats.case, title, by=by, text=text, event_on=told.made_on, kind=kind)
    return plan


def _write_goals(plan: JobPlan, told: PlanData) -> None:
    """The goals and activities in their order."""
    for number, goal in enumerate(told.goals, start=1):
        row = Goal.objects.create(plan=plan, order=number, text=goal.text.strip())
        for order, activity in enumerate(goal.activities, start=1):
            Activity.objects.create(
                goal=row,
                order=order,
                kind=activity.kind,
                text=activity.text.strip(),
                who=activity.who.strip(),
                when=activity.when.strip(),
            )
