"""The acts of utforma uppdrag: the chef gives it, the coach takes it on. SEED 2023."""

from datetime import date

from django.utils.formats import date_format

from cases.actions import assign, lock_case
from cases.conflict_rules import against_unanswered
from cases.journal import record
from cases.models import Case, Draft
from decisions.executing import note_execution
from followup import assigning_rules as rules
from followup.assigning_rules import AssignmentData
from followup.due import set_due
from followup.insats import Insats, insats_of
from followup.models import Acceptance, Assignment
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DRAFT = "uppdrag"


def locked_insats(case: Case) -> Insats:
    """The insats of the locked case. Raises LookupError where none is granted."""
    insats = insats_of(lock_case(case))
    if insats is None:
        raise LookupError(f"Ingen insats är beviljad i {case.number}")
    return insats


@act
def give_assignment(case: Case, told: AssignmentData, *, by: User) -> Assignment:
    """Ge uppdrag: the coach gets the case with it. Raises RuleBroken. SEED 2023."""
    insats = locked_insats(case)
    refuse(rules.against_giving(insats, by), rules.against_assignment(insats, told))
    row = Assignment.objects.create(
        application=insats.application,
        decision=insats.decision,
        coach=told.coach,
        goals=told.goals.strip(),
        to_follow_up=told.to_follow_up.strip(),
        follow_up_on=told.follow_up_on,
        given_by=by,
        given_at=clock.now(),
    )
    if insats.case.coach != told.coach:
        insats.case = assign(insats.case, told.coach, by=by)
    insats.assignment = row
    Draft.objects.filter(user=by, case=case, form=DRAFT).delete()
    set_due(insats)
    text = f"Mål: {row.goals}\nFöljs upp {row.follow_up_on}: {row.to_follow_up}"
    record(insats.case, f"Uppdraget gavs till {row.coach}", by=by, text=text)
    return row


@act
def take_on(case: Case, started_on: date | None = None, *, by: User) -> Acceptance:
    """Ta emot uppdrag: and, where it begins now, that the insats begins. Raises RuleBroken."""
    insats = locked_insats(case)
    refuse(rules.against_taking_on(insats, by))
    refuse(against_unanswered(insats.case, by), rules.against_beginning(insats, started_on))
    row = Acceptance.objects.create(assignment=insats.given, coach=by, accepted_at=clock.now())
    insats.acceptance = row
    if started_on and not insats.begun:
        for ruling in insats.rulings:
            note_execution(ruling, started_on, by=by)
    set_due(insats)
    text = f"Insatsen börjar {date_format(started_on)}." if started_on else ""
    record(insats.case, f"{by} tog emot uppdraget", by=by, text=text)
    return row
