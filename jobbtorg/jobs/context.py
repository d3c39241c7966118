"""The quiet word in the head of every page: work of the user's that has ended."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jobbtorg.built_once import built_once
from jobbtorg.jobs.models import Job, State

NONE = {"done": 0, "failed": 0}


def ended_work(request: HttpRequest) -> dict[str, Any]:
    """How many have ended and are not looked at: `ended_work.done`, `.failed`, when asked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"ended_work": SimpleLazyObject(lambda: _counts.one(user.pk) or NONE)}


@built_once
def _counts(owner: int) -> Any:
    done, failed = (Count("pk", filter=Q(state=one)) for one in (State.DONE, State.FAILED))
    rows = Job.objects.filter(owner=owner).unseen()
    return rows.order_by().values("owner").annotate(done=done, failed=failed)
