"""The act of grading the reasons of an avslag. users.md 9.6 step 5."""

from datetime import date

from cases.conflict_rules import against_barred
from cases.models import Draft
from decisions.models import Decision
from followup.models import Grading
from followup.sampling import against_grading
from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.organisation.models import User


@act
def grade(decision: Decision, month: date, verdict: str, comment: str, *, by: User) -> Grading:
    """Bedöm motiveringen: what lacks is told. Raises RuleBroken."""
    refuse(against_grading(decision, month, by), against_barred(decision.application.case, by))
    refuse(against_verdict(verdict, comment))
    row = Grading.objects.create(
        decision=decision,
        month=month,
        verdict=verdict,
        comment=comment.strip(),
        graded_by=by,
        graded_at=clock.now(),
    )
    Draft.objects.filter(user=by, case=None, form=draft_of(decision)).delete()
    return row


def against_verdict(verdict: str, comment: str) -> list[Rule]:
    """What the answer lacks."""
    if verdict not in Grading.Verdict.values:
        return [Rule("verdict", "Ange hur motiveringen är.", where="verdict")]
    if verdict != Grading.Verdict.GOOD and not comment.strip():
        return [Rule("comment", "Skriv vad som brister.", where="comment")]
    return []


def draft_of(decision: Decision) -> str:
    """By what name the form keeps what is written."""
    return f"egenkontroll-{decision.pk}"
