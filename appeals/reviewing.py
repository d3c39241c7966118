"""Omprövning: whether the appealed decision is changed, and what that means. FL 38–39, 46 §§."""

from appeals import reviewing_rules as rules
from appeals.models import Appeal, Review
from appeals.rules import TRIES, against_unanswered
from cases.actions import lock_case
from cases.journal import record
from cases.models import Draft, JournalEntry
from decisions.deciders import delegate_with
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

TITLES = {
    Review.Outcome.UNCHANGED: "Beslutet ändras inte efter omprövning",
    Review.Outcome.PARTLY: "Beslutet ändrades delvis efter omprövning",
    Review.Outcome.WHOLLY: "Beslutet ändrades helt som begärt",
}


@act
def review(appeal: Appeal, outcome: str, reasons: str, *, by: User) -> Review:
    """Notes the omprövning; only what is changed wholly as asked ends the appeal. FL 38 §, G8.

    Raises RuleBroken.
    """
    case = lock_case(appeal.case)
    refuse(rules.against_reviewing(appeal, by))
    refuse(rules.against_finding(appeal, outcome, reasons), against_unanswered(appeal, by))
    changed = rules.changed_by(appeal) if outcome != Review.Outcome.UNCHANGED else None
    row = Review.objects.create(
        appeal=appeal,
        outcome=outcome,
        reasons=reasons.strip(),
        decision=changed,
        decided_at=clock.now(),
        **delegate_with(case, by, TRIES).columns(),
    )
    Draft.objects.filter(case=case, form=f"omprovning-{appeal.pk}").delete()
    title = TITLES[Review.Outcome(outcome)]
    record(case, title, by=by, text=row.reasons, kind=JournalEntry.Kind.DECISION)
    return row
