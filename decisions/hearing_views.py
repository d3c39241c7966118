"""Underlag inför ändring: sent to the person before a change to their detriment, and the reply."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.access import get_case
from cases.models import Case
from cases.views.common import draft_context, initial_with, page, pdf
from cases.writer_rules import against_writer
from decisions import hearing as acts
from decisions.hearing_rules import against_hearer
from decisions.later_forms import HearingForm, HearingReplyForm
from decisions.models import Decision, Hearing
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused


def hearing(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Skicka underlag inför ändring."""
    case = get_case(request.user, slug, "Underlag inför ändring")
    rows = Decision.objects.of(case).select_related("application__case__person", "unit")
    found = get_object_or_404(rows, pk=pk)
    against = against_hearer(found, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    drafting = draft_context(request, case, f"underlag-{pk}")
    form = HearingForm(initial=initial_with(drafting["draft"], {}), decision=found)
    status = 200
    if request.method == "POST":
        form = HearingForm(request.POST, decision=found)
        status = carry_out(form, lambda: acts.hear(found, form.heard(), by=request.user))
        if not status:
            messages.success(request, "Underlaget är sparat och antecknat som skickat.")
            return redirect("one_decision", slug=slug, pk=pk)
    title = f"Underlag inför ändring av beslut {found.number}"
    return _form_page(request, case, title, "Skicka underlag", form, found, drafting, status)


def reply(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Registrera svar på underlaget."""
    case = get_case(request.user, slug, "Svar på underlag inför ändring")
    found = _hearing_of(case, pk)
    against = against_writer(case, request.user, "registrerar svaret")
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    drafting = draft_context(request, case, f"svar-underlag-{pk}")
    form = HearingReplyForm(initial=initial_with(drafting["draft"], {}))
    status = 200
    if request.method == "POST":
        form = HearingReplyForm(request.POST)
        status = carry_out(
            form,
            lambda: acts.note_hearing_reply(found, **form.cleaned_data, by=request.user),
        )
        if not status:
            messages.success(request, "Svaret är registrerat.")
            return redirect("one_decision", slug=slug, pk=found.decision_id)
    title = "Registrera svar på underlaget"
    return _form_page(request, case, title, title, form, found.decision, drafting, status)


def letter(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The underlag as it was sent, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Underlag inför ändring", action=AccessLog.Action.PRINT)
    return pdf(bytes(_hearing_of(case, pk).pdf), f"Underlag-andring-{slug}.pdf")


def _hearing_of(case: Case, pk: int) -> Hearing:
    rows = Hearing.objects.select_related("decision__application__case__person")
    return get_object_or_404(rows, decision__application__case=case, pk=pk)


def _form_page(
    request: StaffRequest,
    case: Case,
    title: str,
    button: str,
    form: Any,
    found: Decision,
    drafting: dict[str, Any],
    status: int,
) -> HttpResponse:
    context = page(request, case, "decision") | drafting
    context |= {"action": None, "form": form, "title": title, "button": button, "decision": found}
    return render(request, "decisions/hearing.html", context, status=status)
