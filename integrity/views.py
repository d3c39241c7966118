"""Att rätta till: what the night's check has found, for whoever answers for it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import log_list
from cases.models import Case
from integrity.checks import CHECKS
from integrity.models import Fault
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

ROWS = 50
READERS = {
    *CHEFER,
    Function.REGISTRATOR,
    Function.NAMNDSEKRETERARE,
    Function.GRANSKARE,
    Function.DELEGATIONSADMIN,
}
NOT_READER = Rule(
    "not_reader",
    "Chefer, registrator, nämndsekreterare, granskare och delegationsadministratör ser listan.",
    kind="forbidden",
)


@require_safe
def faults(request: StaffRequest) -> HttpResponse:
    """The user's, what has stood longest first."""
    if not READERS & {role.function for role in request.user.roles()}:
        return refused(request, RuleBroken([NOT_READER]))
    rows = Fault.objects.standing().for_user(request.user).filter(promise__in=CHECKS)
    rows = rows.select_related("case__person")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    keys = [row.case_id for row in page.object_list if row.case_id]
    seen = set(Case.objects.visible_to(request.user).filter(pk__in=keys).values_list("pk"))
    shown = [_row(row, (row.case_id,) in seen) for row in page.object_list]
    log_list(request.user, "Att rätta till", [row["case"] for row in shown if row["case"]])
    return render(request, "integrity/faults.html", {"page": page, "rows": shown})


def _row(fault: Fault, seen: bool) -> dict[str, Any]:
    """The number of a case that the user does not see is told only where nobody is protected."""
    case = fault.case
    concealed = case is not None and not seen and case.person.is_protected
    return {
        "fault": fault,
        "check": CHECKS[fault.promise],
        "case": None if concealed else case,
        "concealed": concealed,
        "seen": seen,
    }
