"""Öppna med skäl, and the chefer's list of what has been opened so."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases import opening as acts
from cases import opening_rules as rules
from cases.forms.opening import ExplanationForm, OpeningForm, QuestionForm
from cases.models import Case, Opening, OpeningReview
from cases.views.common import draft_context, initial_with
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused

WHAT = "Öppna med skäl"
LISTED = "Öppnade med skäl"
ROWS = 25
Kind = OpeningReview.Kind


def open_case(request: StaffRequest) -> HttpResponse:
    """The form, what the user has open, and what somebody has asked about."""
    against = list(rules.against_opener(request.user))
    if against:
        return refused(request, RuleBroken(against))
    if request.method == "POST":
        return _open(request)
    drafting = draft_context(request, None, acts.DRAFT)
    number = rules.number_in(request.GET.get("arende", ""))
    form = OpeningForm(initial=initial_with(drafting["draft"], {"hours": "1", "number": number}))
    return _page(request, form)


def _open(request: StaffRequest) -> HttpResponse:
    """Opens the case; each try is logged, with what was told."""
    form, number = OpeningForm(request.POST), ""
    if form.is_valid():
        number = form.cleaned_data["number"]
        seen = Case.objects.visible_to(request.user).filter(number=number).first()
        if seen:
            messages.info(request, "Du har redan ärendet. Du behöver inte ange något skäl.")
            return redirect(seen)
        case = rules.openable(number, request.user)
        reason = form.told()
        status = carry_out(form, partial(acts.open_with_reason, case, reason, by=request.user))
        told = f"{reason.code}: {reason.text.strip()}"
        if not status and case:
            what = f"{WHAT}, {reason.hours} h"
            log.record(request.user, AccessLog.Action.READ, what, case_number=number, reason=told)
            messages.success(request, "Ärendet är öppet för dig. Enhetens chefer ser skälet.")
            return redirect(case)
        log.record(request.user, AccessLog.Action.REFUSED, WHAT, case_number=number, reason=told)
        return _page(request, form, status)
    return _page(request, form, 422)


def _page(
    request: StaffRequest,
    form: OpeningForm,
    status: int = 200,
    explained: tuple[int, ExplanationForm] | None = None,
) -> HttpResponse:
    answers = dict([explained] if explained else [])
    context = draft_context(request, None, acts.DRAFT) | {
        "form": form,
        "lasting": rules.lasting(request.user),
        "asked": [
            _asked(request, row, answers.get(row.pk)) for row in rules.to_explain(request.user)
        ],
        "reviews": _reviews(request),
        "refused_forms": list(answers.values()),
    }
    return render(request, "cases/open_with_reason.html", context, status=status)


def _asked(request: StaffRequest, row: Opening, form: ExplanationForm | None) -> dict[str, Any]:
    """What was asked about an opening, and the form for the answer."""
    drafting = draft_context(request, None, f"{acts.EXPLANATION}-{row.pk}")
    auto_id = f"forklaring_{row.pk}_%s"
    form = form or ExplanationForm(auto_id=auto_id, initial=initial_with(drafting["draft"], {}))
    return {"opening": row, "form": form, "drafting": drafting}


def _reviews(request: StaffRequest) -> bool:
    functions = {role.function for role in request.user.roles()}
    return bool(functions & {*CHEFER, Function.FORVALTNINGSCHEF})


@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Klar med ärendet: done before the time has run out."""
    row = get_object_or_404(Opening, pk=pk, user=request.user)
    try:
        acts.end_opening(row, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, "/oppna-med-skal/")
    messages.success(request, f"Du läser inte längre {row.case}.")
    return redirect("worklist")


@require_POST
def explain(request: StaffRequest, pk: int) -> HttpResponse:
    """The answer to what a chef has asked."""
    row = get_object_or_404(Opening.objects.shown(), pk=pk, user=request.user)
    form = ExplanationForm(request.POST, auto_id=f"forklaring_{pk}_%s")
    if not form.is_valid():
        return _page(request, OpeningForm(initial={"hours": "1"}), 422, (pk, form))
    try:
        acts.explain(row, form.cleaned_data["text"], by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, "/oppna-med-skal/")
    messages.success(request, "Förklaringen är lämnad till chefen.")
    return redirect("open_with_reason")


@require_safe
def openings(request: StaffRequest) -> HttpResponse:
    """What has been opened with a reason of the unit's cases: what waits first, then the rest."""
    if not _reviews(request):
        raise Http404
    return _list(request)


def _list(
    request: StaffRequest, refused_one: tuple[int, QuestionForm] | None = None, status: int = 200
) -> HttpResponse:
    forms = dict([refused_one] if refused_one else [])
    waiting = rules.unreviewed(request.user)
    rest = rules.for_review(request.user).exclude(pk__in=waiting.values("pk"))
    page = Paginator(rest.shown(), ROWS).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    shown = list(waiting.shown())  # type: ignore[attr-defined]
    numbers = ", ".join(row.case.number for row in [*shown, *page.object_list])
    told = f"Visade: {numbers}" if numbers else ""
    log.record(request.user, AccessLog.Action.LIST, LISTED, reason=told)
    context = {
        "waiting": [
            {"opening": row, "form": forms.get(row.pk) or QuestionForm(auto_id=_ids(row.pk))}
            for row in shown
        ],
        "page": page,
        "refused_forms": list(forms.values()),
    }
    return render(request, "cases/openings.html", context, status=status)


def _ids(pk: int) -> str:
    return f"begar_{pk}_%s"


@require_POST
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Behörig, or Begär förklaring."""
    row = get_object_or_404(rules.for_review(request.user).filter(pk=pk))
    row = Opening.objects.shown().get(pk=row.pk)
    if request.POST.get("do") == Kind.RIGHT:
        try:
            acts.review(row, Kind.RIGHT, by=request.user)
        except RuleBroken as broken:
            return refused(request, broken, "/oppnade-med-skal/")
        messages.success(request, "Öppningen är bedömd som behörig.")
        return redirect("openings")
    form = QuestionForm(request.POST, auto_id=_ids(pk))
    if not form.is_valid():
        return _list(request, (pk, form), 422)
    try:
        acts.review(row, Kind.ASKED, form.cleaned_data["text"], by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, "/oppnade-med-skal/")
    messages.success(request, f"{row.user} har fått frågan.")
    return redirect("openings")
