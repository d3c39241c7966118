"""What the head of every page says: how much of the user's work has ended and is not looked at."""

from functools import partial
from typing import Any

from django.db.models import Count

from jobbtorg.jobs.models import Job, State
from jobbtorg.ui.waiting import WAITING, Waiting


def _ended(user: int, _: list[int], *, as_: State) -> Any:
    rows = Job.objects.filter(owner=user, state=as_).unseen().order_by()
    return rows.values("owner").annotate(n=Count("pk")).values("n")


WAITING["done"] = Waiting(partial(_ended, as_=State.DONE))
WAITING["failed"] = Waiting(partial(_ended, as_=State.FAILED))
