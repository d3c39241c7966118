"""Övningsmiljö: what it is, and the button that begins it anew."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.demo.asking import ask_for_reset
from jobbtorg.demo.forms import ResetForm
from jobbtorg.demo.rules import against_resetting
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.practice import progress
from jobbtorg.practice.models import Practice, Reset
from jobbtorg.ui.errors import refused

LATELY = timedelta(minutes=15)


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: StaffRequest) -> HttpResponse:
    """Where all is real the address does not exist."""
    if not settings.DEMO:
        raise Http404
    form = ResetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_reset(by=request.user)
        except RuleBroken as broken:
            return refused(request, broken, request.path)
        return redirect("practice")
    context = {
        "form": form,
        "marked": Practice.objects.first(),
        "last": Reset.objects.order_by("-pk").first(),
        "under_way": progress.is_asked_for(),
        "failed": progress.has_failed(),
        "against": list(against_resetting()),
        "others": _working_now(request),
    }
    return render(request, "demo/practice.html", context, status=422 if form.errors else 200)


def _working_now(request: StaffRequest) -> int:
    """How many others have opened something in the last quarter of an hour."""
    rows = AccessLog.objects.filter(at__gte=clock.now() - LATELY).exclude(user=request.user)
    return rows.values("user").distinct().count()
