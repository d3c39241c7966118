"""Arbeten: what one has asked for, how far it has come, and its file. Each sees their own alone."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from jobbtorg.jobs.actions import try_again
from jobbtorg.jobs.models import Job
from jobbtorg.jobs.rules import against_fetching
from jobbtorg.jobs.running import days_kept
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

ROWS = 25


def own(request: StaffRequest, pk: int) -> Job:
    """The user's own work; 404 for another's, which is logged."""
    job = Job.objects.of(request.user).filter(pk=pk).first()
    if job is None or not request.user.roles():
        log.record(request.user, AccessLog.Action.REFUSED, "Ett arbete")
        raise Http404
    return job


@require_safe
def jobs(request: StaffRequest) -> HttpResponse:
    """All that the user has asked for; what has ended is seen by this."""
    page = Paginator(Job.objects.of(request.user), ROWS).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    Job.objects.of(request.user).seen()
    context = {"page": page, "jobs": rows, "days": days_kept()}
    return render(request, "jobs/jobs.html", context | _refreshing(*rows))


@require_safe
def job(request: StaffRequest, pk: int) -> HttpResponse:
    """One of them, which shows by itself how it goes on."""
    shown = own(request, pk)
    Job.objects.filter(pk=shown.pk).seen()
    context = {"job": shown, "days": days_kept()}
    return render(request, "jobs/job.html", context | _refreshing(shown))


def _refreshing(*shown: Job) -> dict[str, Any]:
    return {"refreshes": any(job.is_under_way for job in shown)}


@require_safe
def state(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it has come: what the open page asks for again and again."""
    shown = own(request, pk)
    Job.objects.filter(pk=shown.pk).seen()
    return render(request, "jobs/state.html", {"job": shown, "days": days_kept()})


@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Försök igen."""
    failed = own(request, pk)
    try:
        try_again(failed, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, failed.get_absolute_url())
    return redirect(failed)


@require_safe
def file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hämta: the bytes as they were made, and a line in the access log."""
    done = own(request, pk)
    against = list(against_fetching(done))
    if against:
        return refused(request, RuleBroken(against), done.get_absolute_url())
    try:
        content = keeping.fetch(done.key)
        whole = keeping.digest(content) == (done.size, done.sha256)
    except OSError:
        whole = False
    if not whole:
        sentence = "Filen saknas eller har ändrats sedan den gjordes. Beställ arbetet på nytt."
        broken = RuleBroken([Rule("changed", sentence, kind="conflict")])
        return refused(request, broken, done.get_absolute_url())
    log.record(request.user, AccessLog.Action.PRINT, f"Laddade ner {done.title}")
    return FileResponse(
        content, as_attachment=True, filename=done.file_name, content_type=done.content_type
    )
