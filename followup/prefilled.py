"""What the uppdrag and the closing begin with: what is known already, to be worked over."""

from datetime import timedelta
from typing import Any

from followup.insats import Insats
from jobbtorg import clock
from jobbtorg.rulebook.models import Code, setting

# what enhetschefen answers for following up, in the nämnd's decision of 2023
FOLLOWED = (
    "Beviljad insats, mål, resultat, hantering av händelser av betydelse och deltagarens "
    "synpunkter."
)


def closing_of(insats: Insats) -> dict[str, Any]:
    """What is known when the period is over: its last day, and the result of the last follow-up."""
    if not insats.is_over:
        return {}
    ended = Code.objects.on(insats.last_day).filter(list=Code.List.CLOSING_REASON)
    held = insats.given.follow_ups.order_by("-pk").first() if insats.assignment else None
    return {
        "closed_on": insats.last_day,
        "reason": ended.filter(code="period_slut").values_list("pk", flat=True).first(),
        "result_text": held.result if held else "",
    }


def first_assignment(insats: Insats) -> dict[str, Any]:
    """The coach who has the case, a goal with its day, what is followed up and when. SEED 2023."""
    scope = "\n".join(row.scope for row in insats.rulings if row.scope)
    goal = f"Arbete eller studier senast {insats.last_day}."
    first = clock.today() + timedelta(days=setting("forsta_uppfoljning_dagar"))
    return {
        "coach": insats.case.coach,
        "goals": f"{goal}\n{scope}".strip(),
        "to_follow_up": FOLLOWED,
        "follow_up_on": max(min(first, insats.last_day), clock.today()),
    }
