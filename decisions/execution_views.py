"""Ej verkställda beslut: the list, its file, and the page where the unit notes what happened."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cases.access import get_case, log_list
from cases.views.common import page
from decisions import execution_rules as rules
from decisions import unexecuted as lists
from decisions.executing import note_execution, note_unexecuted
from decisions.execution_forms import ExecutionForm, UnexecutedForm
from decisions.models import GRANTS, Ruling
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS = 25
WHAT = "Ej verkställda beslut"
TABS = {"": ("Mer än tre månader", lists.late), "inom-kort": ("Inom kort", lists.soon)}


def unexecuted(request: StaffRequest) -> HttpResponse:
    """What is to be reported, or soon is, a page at a time."""
    against = lists.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    name = request.GET.get("flik", "")
    name = name if name in TABS else ""
    waiting = lists.rulings_for(request.user)
    found = {key: Paginator(rows(waiting), ROWS) for key, (_, rows) in TABS.items()}
    listed = found[name].get_page(request.GET.get("page"))
    rows = [lists.line(ruling) for ruling in listed.object_list]
    log_list(request.user, f"{WHAT}: {TABS[name][0]}", [row.case for row in rows])
    tabs = tabs_of(((key, label, found[key].count) for key, (label, _) in TABS.items()), name)
    context = {"tabs": tabs, "chosen": TABS[name][0], "page": listed, "rows": rows}
    return render(request, "decisions/unexecuted.html", context)


@require_safe
def as_csv(request: StaffRequest) -> HttpResponse:
    """All that is to be reported, for a spreadsheet."""
    against = lists.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    rows = [lists.line(ruling) for ruling in lists.late(lists.rulings_for(request.user))]
    log_list(request.user, f"{WHAT}, csv", [row.case for row in rows], AccessLog.Action.EXPORT)
    name = f"Ej-verkstallda-beslut-{clock.today()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(lists.csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


def execution(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Whether the insats has begun, and why not; posted to, the unit notes either."""
    case = get_case(request.user, slug, "Verkställighet")
    granted = Ruling.objects.filter(outcome__in=GRANTS).select_related(
        "decision__application__case__unit", "execution__noted_by"
    )
    ruling = get_object_or_404(granted, decision__application__case=case, pk=pk)
    if request.method != "POST":
        return _ruling_page(request, ruling)
    against = rules.against_noter(ruling, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    begun = request.POST.get("do") == "begun"
    form: Form = (ExecutionForm if begun else UnexecutedForm)(request.POST)
    act = note_execution if begun else note_unexecuted
    status = carry_out(form, lambda: act(ruling, **form.cleaned_data, by=request.user))
    if status:
        return _ruling_page(request, ruling, form, status)
    messages.success(request, "Antecknat.")
    return redirect("execution", slug=slug, pk=pk)


def _ruling_page(
    request: StaffRequest, ruling: Ruling, bound: Form | None = None, status: int = 200
) -> HttpResponse:
    """The page; `bound` is the form that was not accepted."""
    case = ruling.decision.application.case
    context: dict[str, Any] = page(request, case, "decision") | {
        "ruling": ruling,
        "execution": rules.execution_of(ruling),
        "days": (clock.today() - rules.decided_first(ruling)).days,
        "reasons": ruling.unexecuted.select_related("noted_by"),
        "begun": bound if isinstance(bound, ExecutionForm) else ExecutionForm(),
        "why": bound if isinstance(bound, UnexecutedForm) else UnexecutedForm(),
        "may_note": not rules.against_noting(ruling, request.user),
        "refused_forms": [bound] if bound else [],
    }
    return render(request, "decisions/execution.html", context, status=status)
