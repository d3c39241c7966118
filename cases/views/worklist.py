"""Min arbetslista: every open case is on it for exactly those who have the next step."""

from datetime import time
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import render

from cases.access import log_list
from cases.models import Application, Case, Status
from cases.models.case import lately_withdrawn, naming
from cases.steps import TONES, WITHDRAWN, due_in_words, is_late, next_step
from cases.views.notices import WITH_A_COACH, notices
from jobbtorg import clock
from jobbtorg.deadlines import is_working_day
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS = 25
ALL = 10**9
CLOSING = time(16, 30)  # what nobody has by then is told of in red: it is not to lie overnight
OPEN = [status for status in Status if status != Status.AVSLUTAD]


def tabs_for(user: User) -> dict[str, tuple[str, Q]]:
    """The tabs that the user's functions give, each with what belongs on it."""
    roles = user.roles()
    chef_at = [r.unit_id for r in roles if r.function in CHEFER]
    unit_at = [r.unit_id for r in roles if r.function in (Function.COACH, *CHEFER)]
    registrator = any(r.function == Function.REGISTRATOR for r in roles)
    away = user.stood_in_for()
    shared_at = [*chef_at, *(r.unit_id for r in away if r.function in CHEFER)]
    coachs = Q(coach__in=[user.pk, *(r.user_id for r in away)])
    coachs &= Q(status__in=WITH_A_COACH, coach_here=True)
    to_give, over = Q(stage=Case.Stage.GIVE), Q(stage=Case.Stage.OVER)
    coachs &= ~to_give
    awaited = Q(awaited__isnull=False)  # it is the applicant's turn: a reply or the day brings it
    top = any(r.function == Function.FORVALTNINGSCHEF for r in roles)
    decides = Q(unit__in=chef_at)
    if top:  # only what nobody at the unit may decide, where they are named
        decides |= Q(pk__in=naming(user))
    waiting = Q(status=Status.VANTAR) & decides
    secretary = any(r.function == Function.NAMNDSEKRETERARE for r in roles)
    namnds = Q(referred=True)
    unassigned = Q(status__in=WITH_A_COACH, coach_here=False)
    unassigned &= ~to_give  # the chef chooses its coach with the uppdrag
    letters = Q(status=Status.BESLUTAD)
    now = (coachs & ~awaited) | (waiting & ~namnds) | (unassigned & Q(unit__in=shared_at))
    now |= letters if registrator else letters & decides
    now |= (to_give | over) & Q(unit__in=chef_at)
    now |= Q(withdrawn=True, status__in=WITHDRAWN, unit__in=chef_at)
    if secretary:
        now |= namnds
    tabs = {"": ("Att göra nu", now)}
    if any(r.function == Function.COACH for r in roles):
        tabs["vantar"] = ("Väntar på sökande", coachs & awaited)
        tabs["mina"] = ("Mina ärenden", Q(coach=user) & ~Q(status=Status.AVSLUTAD))
    if chef_at or top:
        tabs["beslut"] = ("Väntar på beslut", waiting)
    if unit_at:
        tabs["enhetens"] = ("Enhetens", Q(unit__in=unit_at) & ~Q(status=Status.AVSLUTAD))
    if unit_at or registrator:
        mine = unassigned if registrator else unassigned & Q(unit__in=unit_at)
        tabs["ofordelade"] = ("Ofördelade", mine)
    if registrator:
        tabs["brev"] = ("Brev att skicka", letters)
    if secretary:
        tabs["namnden"] = ("Till nämnden", namnds)
    return tabs


def worklist(request: StaffRequest) -> HttpResponse:
    """The list, soonest deadline first, a page at a time; the tab is in the address."""
    tabs = tabs_for(request.user)
    chosen = request.GET.get("flik", "")
    chosen = chosen if chosen in tabs else ""
    visible = Case.objects.visible_to(request.user)
    asked = visible.filter(_on_any_tab(request.user)).for_tabs()
    # the limit keeps PostgreSQL from working out what is asked of a case once for every tab
    counts = asked[:ALL].aggregate(
        **{f"n_{name}": Count("pk", filter=where) for name, (_, where) in tabs.items()}
    )
    label, where = tabs[chosen]
    listed = asked.filter(where).for_worklist().with_news(request.user)
    if chosen == "beslut":
        listed = listed.annotate(came_on=Subquery(_arrivals()))
    paginator = Paginator(listed, ROWS)
    paginator.count = counts[f"n_{chosen}"]  # counted once already, with the other tabs
    page = paginator.get_page(request.GET.get("sida") or request.GET.get("page"))
    log_list(request.user, f"Arbetslista: {label}", page.object_list)
    context = {
        "tabs": tabs_of(
            ((name, text, counts[f"n_{name}"]) for name, (text, _) in tabs.items()), chosen
        ),
        "page": page,
        "rows": [_row(case, request.user) for case in page.object_list],
        "chosen": label,
        "works": bool(tabs.keys() - {""}),
        "unassigned": counts.get("n_ofordelade", 0) if _is_closing() else 0,
    }
    context |= notices(request.user, visible)
    return render(request, "cases/worklist.html", context)


def _on_any_tab(user: User) -> Q:
    """What every case on a tab is, so that PostgreSQL finds them by an index: open.

    A closed one is there when its withdrawn application is to be avskriven, or by a hänskjutande.
    """
    held = {role.function for role in user.roles()}
    if Function.NAMNDSEKRETERARE in held:
        return Q()
    found = Q(status__in=OPEN)
    if held & set(CHEFER):
        found |= Q(pk__in=lately_withdrawn().values("case"))
    return found


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
