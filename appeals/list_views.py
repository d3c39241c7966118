"""Överklaganden: what is to be done, the oldest first, and the month's list for the nämnd."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from appeals import monthly
from appeals.models import Appeal
from appeals.standing import escalated, limits_of_today, next_step, pace_of, stage_of
from cases.access import log_list
from cases.models import Case
from cases.views.common import pdf
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS, MONTHS = 25, 13
TABS = {"": "Att göra", "hos-ratten": "Hos rätten"}
WHAT = "Pågående överklaganden"
ONLY_THE_MONTH = (Function.NAMNDSEKRETERARE, Function.GRANSKARE)  # who handle no appeals


@require_safe
def ongoing(request: StaffRequest) -> HttpResponse:
    """What is to be done here first, and what is the court's; the förvaltningschef's too."""
    visible = Case.objects.visible_to(request.user).values("pk")
    mine = Appeal.objects.filter(decision__application__case__in=visible)
    apart = all(role.function in ONLY_THE_MONTH for role in request.user.roles())
    if apart and not mine.exists():  # a nämndsekreterare handles those of the nämnd's decisions
        return redirect("appeals_this_month")
    found = {"": mine.to_do(), "hos-ratten": mine.at_court()}
    name = request.GET.get("flik", "")
    name = name if name in TABS else ""
    pages = {key: Paginator(rows.whole(), ROWS) for key, rows in found.items()}
    listed = pages[name].get_page(request.GET.get("page"))
    row_of = _rower(request.user)
    rows = [row_of(row) for row in listed.object_list]
    log_list(request.user, f"Överklaganden: {TABS[name]}", [row["case"] for row in rows])
    context = {
        "tabs": tabs_of(((key, label, pages[key].count) for key, label in TABS.items()), name),
        "chosen": TABS[name],
        "page": listed,
        "rows": rows,
        "escalated": [row_of(row) for row in escalated(request.user)],
        "reads_month": not monthly.against_reading(request.user),
    }
    return render(request, "appeals/ongoing.html", context)


def _rower(user: User) -> Callable[[Appeal], dict[str, Any]]:
    """What makes a row of an appeal; what is the same for all is asked once."""
    limits = limits_of_today()
    known: dict[Any, bool] = {}

    def row_of(appeal: Appeal) -> dict[str, Any]:
        return {
            "appeal": appeal,
            "case": appeal.case,
            "stage": stage_of(appeal),
            "pace": pace_of(appeal, limits=limits),
            "step": next_step(appeal, user, known),
        }

    return row_of


@require_safe
def month(request: StaffRequest, month: str = "") -> HttpResponse:
    """The month's list on the page; this month's unless told."""
    against = monthly.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    first = _first_of(month)
    units = monthly.units_of(request.user)
    lines = monthly.of_month(first, units)
    log.record(request.user, AccessLog.Action.LIST, f"{WHAT} {first:%Y-%m}")
    context = {
        "month": first,
        "months": _months(),
        "columns": monthly.COLUMNS,
        "rows": lines,
        "totals": monthly.totals(lines),
        "outcomes": monthly.outcomes(first, units),
    }
    return render(request, "appeals/monthly.html", context)


@require_safe
def month_pdf(request: StaffRequest, month: str) -> HttpResponse:
    """The same on paper, logged as printed."""
    return _file(request, month, "pdf")


@require_safe
def month_csv(request: StaffRequest, month: str) -> HttpResponse:
    """The same for a spreadsheet, logged as exported."""
    return _file(request, month, "csv")


def _file(request: StaffRequest, month: str, kind: str) -> HttpResponse:
    against = monthly.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    first = _first_of(month)
    units = monthly.units_of(request.user)
    lines = monthly.of_month(first, units)
    action = AccessLog.Action.PRINT if kind == "pdf" else AccessLog.Action.EXPORT
    log.record(request.user, action, f"{WHAT} {first:%Y-%m}, {kind}")
    name = f"Overklaganden-{first:%Y-%m}.{kind}"
    if kind == "pdf":
        return pdf(monthly.pdf(first, lines, units), name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = monthly.csv(lines)
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _first_of(month: str) -> date:
    """The first of the month that the address names; 404 for what is no month, or lies ahead."""
    if not month:
        return clock.today().replace(day=1)
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=clock.STOCKHOLM).date()
    except ValueError as wrong:
        raise Http404 from wrong
    if first > clock.today() or first.year < 2020:
        raise Http404
    return first


def _months() -> list[date]:
    """This month and the year before it, the latest first."""
    found, first = [], clock.today().replace(day=1)
    for _ in range(MONTHS):
        found.append(first)
        year, number = (first.year, first.month - 1) if first.month > 1 else (first.year - 1, 12)
        first = first.replace(year=year, month=number)
    return found
