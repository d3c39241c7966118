"""Min arbetslista: every open case is on it for exactly those who have the next step."""

from datetime import datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render

from cases.access import log_list
from cases.beside import how_many
from cases.desk import Desk, desk_of, tabs_of_desk
from cases.models import Application, Case, Status
from cases.models.case import NEWS, sight
from cases.models.seeing import Sight
from cases.steps import TONES, due_in_words, is_late, next_step
from cases.views.notices import notices
from jobbtorg import clock
from jobbtorg.built_once import built_once
from jobbtorg.deadlines import is_working_day
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS = 25
CLOSING = time(16, 30)  # what nobody has by then is told of in red: it is not to lie overnight


def worklist(request: StaffRequest) -> HttpResponse:
    """The list, soonest deadline first, a page at a time; the tab is in the address."""
    user, desk, seen = request.user, desk_of(request.user), sight(request.user)
    tabs = tabs_of_desk(desk)
    chosen = request.GET.get("flik", "")
    chosen = chosen if chosen in tabs else ""
    counts = _counts.one(seen, desk) if seen else dict.fromkeys((f"n_{n}" for n in tabs), 0)
    where = request.GET.get("sida") or request.GET.get("page")
    page: Any = Paginator(range(counts[f"n_{chosen}"]), ROWS).get_page(where)
    if seen:
        first, since = (page.number - 1) * ROWS, clock.now() - NEWS
        page.object_list = _listed(seen, desk, since, first=first, most=ROWS, tab=chosen)
    label = tabs[chosen][0]
    log_list(user, f"Arbetslista: {label}", page.object_list)
    context = {
        "tabs": tabs_of(
            ((name, text, counts[f"n_{name}"]) for name, (text, _) in tabs.items()), chosen
        ),
        "page": page,
        "rows": [_row(case, user) for case in page.object_list],
        "chosen": label,
        "works": bool(tabs.keys() - {""}),
        "unassigned": counts.get("n_ofordelade", 0) if _is_closing() else 0,
    }
    context |= notices(user, desk, seen)
    return render(request, "cases/worklist.html", context)


@built_once
def _counts(seen: Sight, desk: Desk) -> Any:
    """How many there are on each tab, in one question: each is found by an index of its own."""
    visible = Case.objects.in_sight(seen)
    asked = {
        f"n_{name}": how_many(visible.filter(where))
        for name, (_, where) in tabs_of_desk(desk).items()
    }
    return User.objects.filter(pk=desk.user).values(**asked)


@built_once
def _listed(seen: Sight, desk: Desk, since: datetime, *, tab: str) -> Any:
    """The cases on a tab, with what their rows show."""
    _, where = tabs_of_desk(desk)[tab]
    rows = Case.objects.in_sight(seen).filter(where).for_worklist().with_news(desk.user, since)
    return rows.annotate(came_on=Subquery(_arrivals())) if tab == "beslut" else rows


def _arrivals() -> Any:
    """When the case's present application came in."""
    found = Application.objects.filter(case=OuterRef("pk")).order_by("-pk")
    return found.values("arrived_on")[:1]


def _is_closing() -> bool:
    """Whether the working day is at its end, or over."""
    now = clock.now().astimezone(clock.STOCKHOLM)
    return is_working_day(now.date()) and now.time() >= CLOSING


def _row(case: Case, user: User) -> dict[str, Any]:
    """A case as a row: who, next step, deadline, whose, status; its age, where that is asked."""
    came = getattr(case, "came_on", None)
    return {
        "days": (clock.today() - came).days if came else None,
        "case": case,
        "step": next_step(case, user),
        "due": due_in_words(case),
        "late": is_late(case),
        "tone": TONES[Status(case.status)],
    }
