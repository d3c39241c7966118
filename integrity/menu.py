"""What the menu counts: what the user is to put right."""

from integrity.models import Fault
from jobbtorg.organisation.models import User
from jobbtorg.ui.context import COUNTS


def to_put_right(user: User) -> int:
    """How many faults are the user's. Most often there are none, and who sees what is not asked."""
    standing = Fault.objects.standing()
    return standing.for_user(user).count() if standing.answered_by(user).exists() else 0


COUNTS["faults"] = (to_put_right, "att rätta")
