"""Ny ansökan."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases import actions
from cases.access import log_refusal
from cases.advice_rules import against_not_waiting
from cases.drafts import application_draft
from cases.forms.application import ApplicationForm
from cases.models import AdviceContact, Case
from cases.rules import REGISTERS
from cases.views.common import draft_context, initial_with
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused

ROW = re.compile("[0-9]{1,9}")
ASKED_AGAIN = {"age": "age_confirmed", "other_name": "name_confirmed"}


def register(request: StaffRequest) -> HttpResponse:
    """Registers an application; what is wrong is said beside its field, and nothing is lost."""
    if not request.user.holds(*REGISTERS):
        rule = Rule("not_registrar", "Du registrerar inte ansökningar.", kind="forbidden")
        return refused(request, RuleBroken([rule]))
    contact = _contact(request)
    drafting = draft_context(request, None, application_draft(contact)) | {"contact": contact}
    if request.method != "POST":
        against = list(against_not_waiting(contact)) if contact else []
        if against:
            return refused(request, RuleBroken(against), reverse("advice"))
        begun = initial_with(drafting["draft"], {})
        form = ApplicationForm(by=request.user, contact=contact, initial=begun)
        return render(request, "cases/register.html", {"form": form} | drafting)
    form = ApplicationForm(request.POST, by=request.user, contact=contact)
    status = 422
    if form.is_valid():
        try:
            return _registered(request, form)
        except actions.AlreadyRegistered as same:
            return redirect(_landing(request, same.case))
        except RuleBroken as broken:
            log_refusal(request.user, "Ny ansökan: personen har ett öppet ärende", broken)
            form.questions |= {ASKED_AGAIN[r.code] for r in broken.rules if r.code in ASKED_AGAIN}
            status = into_form(form, broken)
    return render(request, "cases/register.html", {"form": form} | drafting, status=status)


def _contact(request: StaffRequest) -> AdviceContact | None:
    """The contact in råd och stöd that the application comes from, named in the address."""
    told = request.GET.get("kontakt", "")
    if not told:
        return None
    if not ROW.fullmatch(told):
        raise Http404
    seen = AdviceContact.objects.visible_to(request.user).counted()
    return get_object_or_404(seen.select_related("unit", "kind", "person"), pk=told)


def _registered(request: StaffRequest, form: ApplicationForm) -> HttpResponse:
    """Registers, and shows the case to whoever may see it."""
    case = actions.register(
        form.person(),
        form.application(),
        form.cleaned_data["unit"],
        by=request.user,
        request_id=form.cleaned_data["request_id"],
        age_confirmed=form.cleaned_data["age_confirmed"],
        name_confirmed=form.cleaned_data["name_confirmed"],
    )
    messages.success(request, f"Ansökan är registrerad. Ärendet har nummer {case.number}.")
    return redirect(_landing(request, case))


def _landing(request: StaffRequest, case: Case) -> str:
    """The case page, or the worklist for whoever registers for another unit."""
    visible = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return case.get_absolute_url() if visible else "worklist"
