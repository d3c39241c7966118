"""Ny ansökan."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases import actions
from cases.access import get_case, log_refusal
from cases.advice_rules import against_not_waiting
from cases.application_rules import REGISTERS
from cases.contacting import ask_for_contact
from cases.drafts import application_draft
from cases.forms.application import ApplicationForm
from cases.models import AdviceContact, Case
from cases.views.common import draft_context, initial_with
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused

NUMBER = re.compile(r"JT-[0-9]{4}-[0-9]{4,9}")
ASKED_AGAIN = {
    "age": "age_confirmed",
    "other_name": "name_confirmed",
    "same_name": "name_confirmed",
    "continued": "continued",
}
ROW = re.compile("[0-9]{1,9}")


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
        begun = initial_with(drafting["draft"], _known(request))
        form = ApplicationForm(by=request.user, contact=contact, initial=begun)
        return render(request, "cases/register.html", {"form": form} | drafting)
    form = ApplicationForm(request.POST, by=request.user, contact=contact)
    status = 422
    elsewhere = False
    if form.is_valid():
        try:
            if request.POST.get("do") == "contact":
                return _asked(request, form)
            return _registered(request, form)
        except actions.AlreadyRegistered as same:
            return redirect(_landing(request, same.case))
        except RuleBroken as broken:
            log_refusal(request.user, "Ny ansökan: personen har ett öppet ärende", broken)
            form.questions |= {ASKED_AGAIN[r.code] for r in broken.rules if r.code in ASKED_AGAIN}
            status = into_form(form, broken)
            elsewhere = any(rule.code == "open_case" for rule in broken.rules)
    context = {"form": form, "elsewhere": elsewhere} | drafting
    return render(request, "cases/register.html", context, status=status)


def _known(request: StaffRequest) -> dict[str, Any]:
    """What is known already of the person whose case the address names: applied for again."""
    slug = request.GET.get("arende", "")
    if not NUMBER.fullmatch(slug):
        return {}
    case = get_case(request.user, slug, "Ny ansökan om fortsatt insats")
    person = case.person
    return {
        "personnummer": person.formatted,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "protection": person.protection,
        "target_group": case.application.target_group_id,
        "unit": case.unit_id,
        "continued": True,
    }


def _asked(request: StaffRequest, form: ApplicationForm) -> HttpResponse:
    """Begär kontakt: what stands in the form goes to those who have the open case."""
    told = form.cleaned_data
    day = form.application().arrival.arrived_on
    ask_for_contact(told["personnummer"], day, told["own_words"], by=request.user)
    messages.success(request, "Begäran är skickad. De som har ärendet hör av sig till personen.")
    return redirect("worklist")


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
        continued=form.cleaned_data["continued"],
    )
    messages.success(request, f"Ansökan är registrerad. Ärendet har nummer {case.number}.")
    return redirect(_landing(request, case))


def _landing(request: StaffRequest, case: Case) -> str:
    """The case page, or the worklist for whoever registers for another unit."""
    visible = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return case.get_absolute_url() if visible else "worklist"
