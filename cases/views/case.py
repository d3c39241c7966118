"""The case page, its journal and history, and the acts that are one button."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases import actions, rules
from cases.access import get_case
from cases.changes import changes_of
from cases.forms.application import AssignForm, coaches_of
from cases.models import Status
from cases.steps import due_in_words, is_late
from cases.timeline import entries
from cases.views.common import page
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import CHEFER
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

LATEST = 5


def case(request: StaffRequest, slug: str) -> HttpResponse:
    """Ärendet på en sida: status, next step, deadline, people and the latest events."""
    found = get_case(request.user, slug, "Ärendets översikt")
    latest = found.journal.select_related("author")[:LATEST]
    chef = any(r.function in CHEFER and r.unit_id == found.unit_id for r in request.user.roles())
    starting = found.status == Status.AKTUALISERAD
    context = page(request, found, "case") | {
        "application": found.applications.all()[0],
        "due": due_in_words(found),
        "late": is_late(found),
        "entries": entries(latest),
        "coaches": coaches_of(found.unit) if chef and found.status != Status.AVSLUTAD else None,
        "may_take": not rules.against_assigning(found, request.user, request.user)
        and found.coach_id != request.user.pk,
        "starting": starting,
        "against_starting": rules.against_starting(found, request.user) if starting else [],
    }
    return render(request, "cases/case.html", context)


@require_POST
def assign(request: StaffRequest, slug: str) -> HttpResponse:
    """Fördela, or Ta ärendet."""
    found = get_case(request.user, slug, "Fördelning av ärendet")
    form = AssignForm(request.POST, unit=found.unit)
    if not form.is_valid():
        messages.error(request, "Välj en coach på enheten.")
        return redirect(found)
    try:
        actions.assign(found, form.cleaned_data["coach"], by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, found.get_absolute_url())
    messages.success(request, f"Ärendet handläggs nu av {form.cleaned_data['coach']}.")
    return redirect(found)


@require_POST
def start(request: StaffRequest, slug: str) -> HttpResponse:
    """Inled utredning."""
    found = get_case(request.user, slug, "Inled utredning")
    try:
        actions.start_investigation(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, found.get_absolute_url())
    messages.success(request, "Utredningen är inledd.")
    return redirect("investigation", slug=slug)


def journal(request: StaffRequest, slug: str) -> HttpResponse:
    """Everything that has been noted, newest first."""
    found = get_case(request.user, slug, "Journalen")
    listed = Paginator(found.journal.select_related("author"), 50).get_page(request.GET.get("page"))
    context = page(request, found, "journal")
    context |= {"page": listed, "entries": entries(listed.object_list)}
    return render(request, "cases/journal.html", context)


def history(request: StaffRequest, slug: str) -> HttpResponse:
    """Which value changed from what to what, when and by whom; and who has opened the case."""
    found = get_case(request.user, slug, "Historiken")
    opened = AccessLog.objects.filter(case_number=found.number).select_related("user")
    context = page(request, found, "history")
    context |= {"changes": changes_of(found), "opened": opened[:50]}
    return render(request, "cases/history.html", context)
