"""The quiet word in the head of every page: work of the user's that has ended."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jobbtorg.jobs.models import Job, State


def ended_work(request: HttpRequest) -> dict[str, Any]:
    """How many have ended and are not looked at: `ended_work.done`, `.failed`, when asked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    rows = Job.objects.filter(owner=user).unseen()

    def counts() -> dict[str, int]:
        done, failed = (Count("pk", filter=Q(state=one)) for one in (State.DONE, State.FAILED))
        return rows.aggregate(done=done, failed=failed)

    return {"ended_work": SimpleLazyObject(counts)}
