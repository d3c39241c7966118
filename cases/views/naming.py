"""Namngivna på ärendet: who sees a protected person's case, and colleagues named by hand."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases import naming_by_hand as acts
from cases.access import get_case
from cases.forms.naming import NamingForm
from cases.models import Case, CaseUserObjectPermission, Naming
from cases.naming_rules import Told, against_leading, against_naming
from cases.views.common import page
from cases.views.writing import Writing, write
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused


@require_safe
def named(request: StaffRequest, slug: str) -> HttpResponse:
    """Everybody who is named on the case, by function or by hand, and who was before."""
    case = get_case(request.user, slug, "Namngivna på ärendet")
    grants = CaseUserObjectPermission.objects.in_force().filter(content_object=case)
    rows = grants.select_related("user", "naming__named_by").order_by("user__first_name", "pk")
    now = [row.naming_id for row in rows if row.naming_id]
    before = case.namings.exclude(pk__in=now).select_related("user", "named_by", "end__ended_by")
    context = page(request, case, "person") | {
        "rows": rows,
        "before": before,
        "leads": not against_leading(case, request.user),
        "names": not against_naming(case, request.user),
    }
    return render(request, "cases/named.html", context)


def name(request: StaffRequest, slug: str) -> HttpResponse:
    """Namnge en kollega."""
    case = get_case(request.user, slug, "Namnge en kollega", action=None)

    def act(case: Case, data: dict[str, Any], by: User) -> Any:
        return acts.name(case, Told(data["user"], data["reason"], data["until"]), by=by)

    naming = Writing(
        title="Namnge en kollega",
        lead="Ärendet har skyddade personuppgifter. Namnge bara den som behöver det för sitt "
        "arbete, och inte längre än så. Varje öppning syns i loggen.",
        button="Namnge",
        done="Kollegan är namngiven på ärendet.",
        draft=acts.DRAFT,
        form=partial(NamingForm, case=case),
        act=act,
        against=against_naming,
        back="named",
    )
    return write(request, slug, naming)


@require_POST
def unname(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Ta bort: the colleague no longer sees the case."""
    case = get_case(request.user, slug, "Namngivna på ärendet: ta bort")
    row = get_object_or_404(Naming.objects.select_related("case__unit", "user"), case=case, pk=pk)
    try:
        acts.end(row, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, reverse("named", args=[slug]))
    messages.success(request, f"{row.user} ser inte längre ärendet.")
    return redirect("named", slug=slug)
