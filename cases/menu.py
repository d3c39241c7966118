"""What the menu counts: the papers that nobody has sorted."""

from cases.models import Paper
from jobbtorg.ui.context import COUNTS


def unsorted() -> int:
    """How many papers wait in the inbox."""
    return Paper.objects.waiting().count()


COUNTS["inbox"] = (unsorted, "osorterade")
