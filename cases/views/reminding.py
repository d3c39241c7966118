"""That a user has seen what they were reminded of."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.reminding import see
from jobbtorg.organisation.requests import StaffRequest


@require_POST
def reminders_seen(request: StaffRequest) -> HttpResponse:
    """What stood on the worklist is taken away from it; what has come since stays."""
    until = request.POST.get("until", "")
    if until.isdecimal() and len(until) < 19:
        see(int(until), by=request.user)
    return redirect("worklist")
