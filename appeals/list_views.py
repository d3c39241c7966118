"""Överklaganden: every open one that the user has to do with, the oldest first."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from appeals.models import Appeal
from appeals.standing import next_step, pace_of, stage_of
from cases.access import log_list
from cases.models import Case
from jobbtorg.organisation.requests import StaffRequest

ROWS = 25
TABS = {"": "Att göra", "hos-ratten": "Hos rätten"}


def ongoing(request: StaffRequest) -> HttpResponse:
    """Pågående överklaganden: what is to be done here first, and what is the court's."""
    visible = Case.objects.visible_to(request.user).values("pk")
    mine = Appeal.objects.filter(decision__application__case__in=visible)
    waiting = mine.waiting()
    found = {"": waiting, "hos-ratten": mine.binding().handed_over()}
    name = request.GET.get("flik", "")
    name = name if name in TABS else ""
    pages = {key: Paginator(rows.whole(), ROWS) for key, rows in found.items()}
    listed = pages[name].get_page(request.GET.get("page"))
    rows = [_row(row, request.user) for row in listed.object_list]
    log_list(request.user, f"Överklaganden: {TABS[name]}", [row["case"] for row in rows])
    context = {
        "tabs": [
            {
                "label": label,
                "url": f"?flik={key}" if key else "?",
                "count": pages[key].count,
                "current": key == name,
            }
            for key, label in TABS.items()
        ],
        "chosen": TABS[name],
        "page": listed,
        "rows": rows,
    }
    return render(request, "appeals/ongoing.html", context)


def _row(appeal: Appeal, user: Any) -> dict[str, Any]:
    return {
        "appeal": appeal,
        "case": appeal.case,
        "stage": stage_of(appeal),
        "pace": pace_of(appeal),
        "step": next_step(appeal, user),
    }
