"""Utlämnanden that wait for an answer, the most urgent first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import log_list
from cases.models import Case
from disclosure.models import Disclosure
from disclosure.standing import Standing
from jobbtorg.organisation.requests import StaffRequest

ROWS = 50


@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """Every request that waits, in the cases that the user may see."""
    visible = Case.objects.visible_to(request.user).values("pk")
    found = Disclosure.objects.waiting().whole().filter(case__in=visible)
    rows = sorted((Standing(row) for row in found), key=lambda row: row.due_on)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    log_list(request.user, "Utlämnanden som väntar", [row.disclosure.case for row in shown])
    return render(request, "disclosure/waiting.html", {"page": page, "rows": shown})
