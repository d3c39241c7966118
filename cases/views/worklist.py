"""Min arbetslista: every open case is on it for exactly those who have the next step."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render

from cases.access import log_list
from cases.desk import UNCLOSED, Desk, are_letters, desk_of, tabs_of_desk
from cases.models import Application, Case, Status
from cases.models.case import NEWS, sight
from cases.models.seeing import Sight
from cases.steps import TONES, due_in_words, is_late, next_step
from cases.views.notices import Told, lying, notices, notices_of, told
from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.built_once import built_once
from jobbtorg.counting import MOST, how_many, how_many_at_most, how_many_each, in_short
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
    there = _there.one(desk, seen, told(user), anew=desk.is_wide)
    there |= there.pop("each", None) or {}
    counts = {name: there.get(f"n_{name}") or 0 for name in tabs}
    if are_letters(desk, ""):
        counts[""] = counts["brev"]
    shown = min(counts[chosen], MOST) if desk.is_wide else counts[chosen]
    where = request.GET.get("sida") or request.GET.get("page")
    page: Any = Paginator(range(shown), ROWS).get_page(where)
    if seen:
        page.object_list = _listed(seen, desk, chosen, (page.number - 1) * ROWS)
    label = tabs[chosen][0]
    log_list(user, f"Arbetslista: {label}", page.object_list)
    context = {
        "tabs": tabs_of(_tabs(desk, tabs, counts), chosen),
        "page": page,
        "goes_on": shown < counts[chosen],
        "rows": [_row(case, user) for case in page.object_list],
        "chosen": label,
        "works": bool(tabs.keys() - {""}),
        "unassigned": _is_closing() and counts.get("ofordelade") and in_short(counts["ofordelade"]),
    }
    context |= notices(user, desk, seen, there)
    return render(request, "cases/worklist.html", context)


@built_once
def _there(desk: Desk, seen: Sight | None, told: Told) -> Any:
    """How many there are on each tab, and what there may be beside the list, in one question."""
    wheres = {f"n_{name}": where for name, (_, where) in tabs_of_desk(desk).items()}
    if are_letters(desk, ""):
        del wheres["n_"]  # they are counted as Brev att skicka
    if desk.chef_at:
        wheres["there_lying"] = lying(desk, told.before)
    beside = {f"there_{name}": what for name, what in notices_of(desk, told).items()}
    counts = _counts(wheres, seen, apart=desk.is_wide) if seen else {}
    return User.objects.filter(pk=desk.user).values(**counts, **beside)


def _counts(wheres: dict[str, Q], seen: Sight, *, apart: bool) -> dict[str, QuerySet[Any]]:
    """How many there are of each: apart, where each has an index of its own; else every unclosed
    case of the units is looked at once, and only what is to be done now, which may be closed, is
    counted by itself."""
    visible = Case.objects.in_sight(seen)
    alone = wheres if apart else {"n_": wheres.pop("n_")}
    counted = _up_to_most if apart else how_many
    counts = {name: counted(visible.filter(where)) for name, where in alone.items()}
    if not apart:
        counts["each"] = how_many_each(visible.filter(status__in=UNCLOSED), wheres)
    return counts


def _tabs(
    desk: Desk, tabs: dict[str, tuple[str, Q]], counts: dict[str, int]
) -> Iterator[tuple[str, str, int | str]]:
    for name, (label, _) in tabs.items():
        yield name, label, in_short(counts[name]) if desk.is_wide else counts[name]


def _up_to_most(rows: QuerySet[Any]) -> Any:
    return how_many_at_most(rows, MOST + 1)


def _listed(seen: Sight, desk: Desk, tab: str, first: int) -> list[Case]:
    """A page of the tab: which cases it has, and then what their rows show."""
    found = _keys(seen, desk, first=first, most=ROWS, tab=tab, letters=are_letters(desk, tab))
    return _rows(found, desk.user, clock.now() - NEWS, tab=tab) if found else []


@built_once
def _keys(seen: Sight, desk: Desk, *, tab: str, letters: bool) -> Any:
    _, where = tabs_of_desk(desk)[tab]
    rows = Case.objects.in_sight(seen).filter(where)
    # of a letter nobody's reply is waited for: the order is that of an index
    rows = rows.order_by("-returned", "due_on", "pk") if letters else rows.by_deadline()
    return rows.values_list("pk", flat=True)


@built_once
def _rows(keys: list[int], user: int, since: datetime, *, tab: str) -> Any:
    rows = Case.objects.filter(among("pk", keys)).for_worklist().with_news(user, since)
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
