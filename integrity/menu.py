"""What the menu counts: what the user is to put right."""

from integrity.models import Fault
from jobbtorg.organisation.models import User
from jobbtorg.ui.context import COUNTS


def to_put_right(user: User) -> int:
    """How many faults are the user's."""
    return Fault.objects.standing().for_user(user).count()


COUNTS["faults"] = (to_put_right, "att rätta")
