"""The year's compilation, on the page and for a spreadsheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from followup import deviation_yearly as yearly
from followup.deviation_year_job import DEVIATIONS_OF_YEAR
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.actions import start
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

WHAT = "Sammanställning av avvikelser"


@require_safe
def year(request: StaffRequest, year: int = 0) -> HttpResponse:
    """This year's unless told."""
    against = yearly.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    chosen = _year(year)
    log.record(request.user, AccessLog.Action.LIST, f"{WHAT} {chosen}")
    latest = clock.today().year
    context = {
        "year": chosen,
        "years": range(latest, max(yearly.FIRST, latest - 5) - 1, -1),
        "groups": yearly.of_year(chosen, request.user),
        "crumbs": [{"label": "Avvikelser", "url": reverse("deviations")}],
    }
    return render(request, "followup/deviation_year.html", context)


@require_safe
def year_csv(request: StaffRequest, year: int) -> HttpResponse:
    """The same as csv, logged as exported."""
    against = yearly.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    chosen = _year(year)
    log.record(request.user, AccessLog.Action.EXPORT, f"{WHAT} {chosen}, csv")
    headers = {"Content-Disposition": f'attachment; filename="Avvikelser-{chosen}.csv"'}
    content = yearly.csv(yearly.of_year(chosen, request.user))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
def year_book(request: StaffRequest, year: int) -> HttpResponse:
    """The same as a workbook with a sheet for each unit: asked for as long work."""
    against = yearly.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    chosen = _year(year)
    return redirect(start(DEVIATIONS_OF_YEAR, {"year": chosen}, by=request.user, what=str(chosen)))


def _year(year: int) -> int:
    """The year that the address names; 404 for one that has not begun or is long gone."""
    latest = clock.today().year
    if year and not yearly.FIRST <= year <= latest:
        raise Http404
    return year or latest
