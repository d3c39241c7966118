"""What the uppdrag begins with: from the decision and the rulebook, to be worked over."""

from datetime import timedelta
from typing import Any

from followup.insats import Insats
from jobbtorg import clock
from jobbtorg.rulebook.models import setting

# what enhetschefen answers for following up, in the nämnd's decision of 2023
FOLLOWED = (
    "Beviljad insats, mål, resultat, hantering av händelser av betydelse och deltagarens "
    "synpunkter."
)


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
