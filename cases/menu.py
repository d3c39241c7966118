"""What the menu counts: the papers that nobody has sorted."""

from typing import Any

from cases.models import Paper
from cases.models.inbox import registering_at
from jobbtorg.counting import how_many
from jobbtorg.organisation.namnder import Units
from jobbtorg.ui.context import COUNTS
from jobbtorg.ui.waiting import WAITING, Waiting


def _unsorted(_: int, units: Units) -> Any:
    return how_many(Paper.objects.put_in_at(units).waiting())


WAITING["papers"] = Waiting(_unsorted, registering_at)
COUNTS["inbox"] = (lambda _, there: there["papers"], "osorterade")
