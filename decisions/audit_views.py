"""Verifiera: whether anything was changed past the product; and the nightly check of it all."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cases.access import get_case
from cases.models import Case
from cases.views.common import page
from decisions.verifying import verified
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log, sealing
from jobbtorg.audit.models import AccessLog, AuditCheck
from jobbtorg.audit.verifying import line_breaks
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

READERS = (Function.GRANSKARE, Function.DELEGATIONSADMIN)


def verify_case(request: StaffRequest, slug: str) -> HttpResponse:
    """Everything in the case, one by one: as it was written, or not."""
    found = get_case(request.user, slug, "Historiken: verifiering")
    context = page(request, found, "history") | {"verified": list(verified(found))}
    return render(request, "cases/verified.html", context)


def audit_checks(request: StaffRequest) -> HttpResponse:
    """The nightly checks, and the heads to print: for the granskare and the administrator."""
    if not request.user.holds(*READERS):
        return _refused(request)
    context = {"checks": AuditCheck.objects.all()[:60], "heads": sealing.heads(31)}
    context |= _line(request)
    if request.user.holds(Function.GRANSKARE):
        context |= {"may_verify": True} | _asked(request)
    return render(request, "decisions/audit_checks.html", context)


def audit_heads(request: StaffRequest) -> HttpResponse:
    """The heads as lines, to keep where nobody who runs the database can change them."""
    if not request.user.holds(*READERS):
        return _refused(request)
    log.record(request.user, AccessLog.Action.EXPORT, "Kontrollvärden för historik och logg")
    lines = "".join(f"{row.head}\n" for row in sealing.heads())
    answer = HttpResponse(lines, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="kontrollvarden.txt"'
    return answer


def _line(request: StaffRequest) -> dict[str, Any]:
    """A line that was printed earlier: whether the chain still says so."""
    line = " ".join(request.GET.get("rad", "").split())[:200]
    return {"line": line, "line_wrong": line_breaks(line)} if line else {}


def _asked(request: StaffRequest) -> dict[str, Any]:
    """A case that the granskare names: what it holds is checked, and nothing of it shown."""
    number = " ".join(request.GET.get("arende", "").replace("JT-", "JT ").split())[:20]
    if not number:
        return {}
    log.record(request.user, AccessLog.Action.READ, "Verifiering av ärendet", case_number=number)
    case = Case.objects.filter(number=number).first()
    return {"number": number, "verified": list(verified(case)) if case else None}


def _refused(request: StaffRequest) -> HttpResponse:
    told = "Bara granskare och delegationsadministratör ser kontrollerna."
    return refused(request, RuleBroken([Rule("not_reader", told, kind="forbidden")]))
