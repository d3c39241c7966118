"""What the menu counts: the papers that nobody has sorted."""

from cases.models import Paper
from jobbtorg.once import once
from jobbtorg.organisation.models import User
from jobbtorg.ui.context import COUNTS


def unsorted(user: User) -> int:
    """How many papers wait in the inbox."""
    return once(("papers", user.pk), lambda: Paper.objects.visible_to(user).waiting().count())


COUNTS["inbox"] = (unsorted, "osorterade")
