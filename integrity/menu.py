"""What the menu counts: what the user is to put right."""

from typing import Any

from integrity.models import Fault
from jobbtorg.counting import how_many
from jobbtorg.organisation.models import User
from jobbtorg.ui.context import COUNTS
from jobbtorg.ui.waiting import WAITING, Waiting


def to_put_right(user: User, there: dict[str, int]) -> int:
    """How many faults are the user's. Most often there are none, and who sees what is not asked."""
    return Fault.objects.standing().for_user(user).count() if there["faults"] else 0


def _answered(user: int, _: list[int]) -> Any:
    return how_many(Fault.objects.standing().answered_by(user))


WAITING["faults"] = Waiting(_answered)
COUNTS["faults"] = (to_put_right, "att rätta")
