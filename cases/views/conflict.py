"""Jäv: the question answered, the declaration, and what the nämnd has found."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.access import get_case
from cases.conflict_rules import against_noting
from cases.conflicts import declare, lift
from cases.forms.conflict import NO, ConflictForm, DeclareForm, LiftForm
from cases.models import Case
from cases.steps import is_chef_at
from cases.views.case import case_page
from cases.views.common import draft_context, initial_with, page
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused


def conflict(request: StaffRequest, slug: str) -> HttpResponse:
    """What jäv is, and the form by which one declares it."""
    case = get_case(request.user, slug, "Jäv")
    if request.method == "POST":
        return _declare(request, case)
    drafting = draft_context(request, case, "jav")
    return _page(request, case, _form(request, case, initial=initial_with(drafting["draft"], {})))


def _form(request: StaffRequest, case: Case, *args: Any, **kwargs: Any) -> DeclareForm:
    chef = is_chef_at(request.user, case)
    return DeclareForm(*args, case=case, by=request.user, chef=chef, **kwargs)


def _page(
    request: StaffRequest,
    case: Case,
    form: DeclareForm,
    lifting: LiftForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; for chefs with all that has been declared."""
    chef = is_chef_at(request.user, case)
    declared = case.declarations.select_related("user", "declared_by") if chef else None
    lifting = lifting or LiftForm(case=case, auto_id="namnd_%s")
    context = page(request, case, "conflict") | draft_context(request, case, "jav")
    context |= {
        "form": form,
        "refused_forms": [lifting],
        "declared": declared,
        "lifting": lifting if chef and case.declarations.barring().exists() else None,
    }
    return render(request, "cases/conflict.html", context, status=status)


def _declare(request: StaffRequest, case: Case) -> HttpResponse:
    """Declares, and leads away whoever no longer sees the case."""
    form = _form(request, case, request.POST)
    status = 422
    if form.is_valid():
        user, ground, comment = form.told(request.user)
        try:
            declare(case, user, ground, comment, by=request.user)
        except RuleBroken as broken:
            status = into_form(form, broken)
        else:
            return _declared(request, case, own=user == request.user)
    return _page(request, case, form, status=status)


def _declared(request: StaffRequest, case: Case, *, own: bool) -> HttpResponse:
    if own:
        messages.success(
            request,
            f"Du har anmält jäv i ärende {case.number}. Någon annan tar över det, och du ser det "
            "inte längre.",
        )
        return redirect("worklist")
    messages.success(request, "Jävet är antecknat.")
    return redirect("conflict", slug=case.slug)


@require_POST
def answer(request: StaffRequest, slug: str) -> HttpResponse:
    """Är du jävig i ärendet? No is noted; yes leads to the page where it is declared."""
    case = get_case(request.user, slug, "Frågan om jäv")
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, form, 422)
    if form.cleaned_data["conflict"] != NO:
        return redirect("conflict", slug=slug)
    declare(case, request.user, by=request.user)
    messages.success(request, "Svaret är antecknat: du är inte jävig.")
    return redirect("investigation", slug=slug)


@require_POST
def tried(request: StaffRequest, slug: str) -> HttpResponse:
    """Nämnden har prövat frågan."""
    case = get_case(request.user, slug, "Jäv: nämndens prövning")
    against = list(against_noting(case, request.user))
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    form = LiftForm(request.POST, case=case, auto_id="namnd_%s")
    status = 422
    if form.is_valid():
        try:
            lift(case, **form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            status = into_form(form, broken)
        else:
            messages.success(request, "Antecknat: nämnden har prövat frågan.")
            return redirect("conflict", slug=slug)
    return _page(request, case, _form(request, case), form, status)
