"""The act of following up: the coach's running one and the chef's of the uppdrag. SEED 2023."""

from cases.journal import record
from cases.models import Case, Draft
from followup import following_rules as rules
from followup.assigning import locked_insats
from followup.due import set_due
from followup.following_rules import FollowUpData
from followup.models import FollowUp
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DRAFT = "insatsuppfoljning"


@act
def follow_up(case: Case, hat: str, told: FollowUpData, *, by: User) -> FollowUp:
    """Följ upp, as coach or as chef. Raises RuleBroken. law.md §6.3."""
    insats = locked_insats(case)
    refuse(rules.against_following(insats, hat, by), rules.against_follow_up(insats, hat, told))
    chefs = hat == FollowUp.Hat.CHEF
    row = FollowUp.objects.create(
        assignment=insats.given,
        hat=hat,
        held_on=told.held_on,
        how=told.how,
        insats=told.insats.strip() if chefs else "",
        result=told.result.strip(),
        events=told.events.strip(),
        views=told.views.strip(),
        conclusion=told.conclusion,
        next_on=told.next_on,
        written_by=by,
        written_at=clock.now(),
    )
    Draft.objects.filter(user=by, case=case, form=DRAFT).delete()
    set_due(insats)
    told_of = [
        ("Beviljad insats", row.insats),
        ("Mål och resultat", row.result),
        ("Händelser av betydelse", row.events),
        ("Deltagarens synpunkter", row.views),
        ("Slutsats", row.get_conclusion_display()),
    ]
    text = "\n".join(f"{label}: {words}" for label, words in told_of if words)
    record(insats.case, row.get_hat_display(), by=by, text=text, event_on=row.held_on)
    return row
