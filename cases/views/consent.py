"""Samtycken: what the person has agreed to, noted and taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cases import consents
from cases.access import get_case
from cases.forms.consent import ConsentForm, WithdrawForm
from cases.models import Case, Consent
from cases.views.common import draft_context, initial_with, page
from cases.writer_rules import against_writer
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused

WITHDRAWN = "Samtycket är återkallat. Det som hämtades in innan står kvar, men inget mer hämtas in."


def consents_of(request: StaffRequest, slug: str) -> HttpResponse:
    """Every consent with how it stands, and the form for a new one."""
    case = get_case(request.user, slug, "Samtycken")
    if request.method == "POST":
        return _note(request, case)
    drafting = draft_context(request, case, "samtycke")
    return _page(request, case, ConsentForm(initial=initial_with(drafting["draft"], {})))


def _page(
    request: StaffRequest,
    case: Case,
    form: ConsentForm,
    refused_one: tuple[int, WithdrawForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `refused_one` is the withdrawal that was not taken, with its consent."""
    context = page(request, case, "consents") | draft_context(request, case, "samtycke")
    forms = dict([refused_one] if refused_one else [])
    rows = case.consents.select_related("withdrawal__noted_by", "noted_by")
    context |= {
        "form": form,
        "against": against_writer(case, request.user),
        "rows": [_row(consent, forms.get(consent.pk)) for consent in rows],
        "refused_forms": list(forms.values()),
    }
    return render(request, "cases/consents.html", context, status=status)


def _row(consent: Consent, form: WithdrawForm | None) -> dict[str, Any]:
    """A consent, and while it holds the form that takes it back."""
    if not consent.withdrawn_on:
        form = form or WithdrawForm(auto_id=_ids(consent.pk))
    return {"consent": consent, "form": form}


def _ids(pk: int) -> str:
    return f"aterkalla_{pk}_%s"


def _note(request: StaffRequest, case: Case) -> HttpResponse:
    against = against_writer(case, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    form = ConsentForm(request.POST)
    status = carry_out(form, lambda: consents.note_consent(case, form.consent(), by=request.user))
    if not status:
        messages.success(request, "Samtycket är antecknat.")
        return redirect("consents", slug=case.slug)
    return _page(request, case, form, status=status)


@require_POST
def withdraw(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Återkalla."""
    case = get_case(request.user, slug, "Samtycken: återkallelse")
    consent = get_object_or_404(case.consents, pk=pk)
    against = against_writer(case, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    form = WithdrawForm(request.POST, auto_id=_ids(pk))
    status = carry_out(
        form, lambda: consents.withdraw_consent(consent, **form.cleaned_data, by=request.user)
    )
    if not status:
        messages.success(request, WITHDRAWN)
        return redirect("consents", slug=slug)
    return _page(request, case, ConsentForm(), (pk, form), status)
