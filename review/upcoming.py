"""The month's log, which is to be followed up before the next month has ended. users.md [S17]."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from cases.upcoming import Due, own_source
from jobbtorg import clock
from jobbtorg.deadlines import DAY, add_months
from jobbtorg.organisation.models import CHEFER, Unit, User
from review.models import LogReview, log_of

BACK = 3  # months that are told of: what is older stands under Logguppföljning


@own_source
def log_reviews(user: User, cases: Any) -> Iterator[Due]:
    """For each unit that the user is chef of, the months with a log and no signed report."""
    led = {role.unit_id for role in user.roles() if role.function in CHEFER}
    if not led:
        return
    this_month = clock.today().replace(day=1)
    months = [add_months(this_month, -back) for back in range(1, BACK + 1)]
    signed = LogReview.objects.filter(unit__in=led, month__in=months, report__isnull=False)
    done = set(signed.values_list("unit", "month"))
    for unit in Unit.objects.filter(pk__in=led).order_by("pk"):
        for month in months:
            if (unit.pk, month) not in done and log_of(unit, month).exists():
                yield _due(unit, month)


def _due(unit: Unit, month: date) -> Due:
    last = add_months(month, 2) - DAY
    label = f"Logguppföljning för {unit}, {month:%Y-%m}"
    where = f"{reverse('log_reviews')}?manad={month:%Y-%m}"
    return Due(last, "Logguppföljning", label, None, where, f"Chefer, {unit}", True)
