"""The log itself: who has opened a case, and a unit's month for a spreadsheet."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import against_reading_log, log_refused
from cases.models import Case
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.namnder import under
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused
from review.models import log_of, with_hidden
from review.report import csv as written
from review.views import month_of, unit_of

ROWS = 50
OPENED = "Vem har öppnat ärendet"


@require_safe
def opened(request: StaffRequest, slug: str) -> HttpResponse:
    """Every look at the case, in lists too. The nämnd's granskare needs not see the case."""
    number = slug.replace("-", " ", 1)
    # the case first: asked with an OR of whose it is, PostgreSQL reads every case in the city
    case = Case.objects.select_related("unit", "person").filter(number=number).first()
    sees = case and Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    reviews = case and case.unit_id in under(request.user, Function.GRANSKARE)
    if case is None or not (sees or reviews):
        log_refused(request.user, OPENED, number)
        raise Http404
    against = against_reading_log(request.user, case)
    if against:
        log_refused(request.user, OPENED, number)
        return refused(request, RuleBroken(against), case.get_absolute_url())
    # sorted by what no index has: else PostgreSQL walks the whole log backwards to find the case's
    latest = (F("at") + timedelta(0)).desc()
    rows = AccessLog.objects.about(case.number).order_by(latest, "-pk")
    page = Paginator(rows.prefetch_related("user"), ROWS).get_page(request.GET.get("page"))
    log.record(request.user, AccessLog.Action.LOG, OPENED, case_number=case.number)
    context = {"case": case, "page": page, "rows": page.object_list, "sees_case": sees}
    return render(request, "review/opened.html", context)


@require_safe
def csv(request: StaffRequest, unit: int, month: str) -> HttpResponse:
    """The month's rows by those at the unit; logged as exported."""
    where, first = unit_of(request.user, unit), month_of(month)
    rows = with_hidden(log_of(where, first)).select_related("user").order_by("at", "pk")
    log.record(request.user, AccessLog.Action.EXPORT, f"Loggen {where}, {first:%Y-%m}, csv")
    headers = {"Content-Disposition": f'attachment; filename="Logg-{unit}-{month}.csv"'}
    return HttpResponse(written(rows), content_type="text/csv; charset=utf-8", headers=headers)
