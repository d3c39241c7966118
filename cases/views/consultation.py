"""Samråd med Arbetsförmedlingen: what has been noted, and one more."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases import consulting
from cases.access import get_case
from cases.consents import note_consent
from cases.forms.consultation import ConsultationForm
from cases.models import Case
from cases.rules import against_investigating
from cases.views.common import draft_context, initial_with, investigation_of, page
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused


def consult(request: StaffRequest, slug: str) -> HttpResponse:
    """The form for the coach who investigates; for others what has been noted."""
    case = get_case(request.user, slug, "Samråd med Arbetsförmedlingen")
    found = investigation_of(case)
    if found is None:
        return redirect(case)
    against = against_investigating(case, request.user)
    if request.method == "POST" and against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    drafting = draft_context(request, case, "samrad")
    form = ConsultationForm(case=case, initial=initial_with(drafting["draft"], {}))
    status = 200
    if request.method == "POST":
        form = ConsultationForm(request.POST, case=case)
        status = carry_out(form, lambda: _consult(request, case, form))
        if not status:
            messages.success(request, "Samrådet är antecknat.")
            return redirect("investigation", slug=slug)
    context = page(request, case, "investigation") | drafting
    context |= {"form": form, "rows": found.consultations.all(), "against": against}
    return render(request, "cases/consultation.html", context, status=status)


@transaction.atomic
def _consult(request: StaffRequest, case: Case, form: ConsultationForm) -> None:
    """Notes a new consent first, then the samråd by it."""
    told = form.new_consent()
    consent = note_consent(case, told, by=request.user) if told else None
    consulting.consult(case, form.talk(consent), by=request.user)
