"""Min arbetslista: every open case is on it for exactly those who have the next step."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from cases.access import log_list
from cases.actions import GIVEN
from cases.application_rules import REGISTERS
from cases.models import (
    AdviceContact,
    Case,
    Document,
    JournalEntry,
    Note,
    Paper,
    Signposting,
    Status,
)
from cases.models.case import naming
from cases.opening_rules import to_explain, unreviewed
from cases.reminding import to_show
from cases.steps import TONES, WITHDRAWN, due_in_words, is_late, next_step
from cases.views.common import followed
from jobbtorg import clock
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS = 25
LATELY = timedelta(days=7)
NEWLY = timedelta(days=3)


def tabs_for(user: User) -> dict[str, tuple[str, Q]]:
    """The tabs that the user's functions give, each with what belongs on it."""
    roles = user.roles()
    chef_at = [r.unit_id for r in roles if r.function in CHEFER]
    unit_at = [r.unit_id for r in roles if r.function in (Function.COACH, *CHEFER)]
    registrator = any(r.function == Function.REGISTRATOR for r in roles)
    away = user.stood_in_for()
    shared_at = [*chef_at, *(r.unit_id for r in away if r.function in CHEFER)]
    coachs = Q(coach__in=[user.pk, *(r.user_id for r in away)])
    coachs &= Q(status__in=(Status.AKTUALISERAD, Status.UTREDS, Status.PAGAR), coach_here=True)
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
    unassigned = Q(status__in=(Status.AKTUALISERAD, Status.UTREDS, Status.PAGAR), coach_here=False)
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
    visible = Case.objects.visible_to(request.user).for_tabs()
    counts = visible.aggregate(
        **{f"n_{name}": Count("pk", filter=where) for name, (_, where) in tabs.items()}
    )
    label, where = tabs[chosen]
    listed = visible.filter(where).for_worklist().with_news(request.user)
    paginator = Paginator(listed, ROWS)
    paginator.count = counts[f"n_{chosen}"]  # counted once already, with the other tabs
    page = paginator.get_page(request.GET.get("sida") or request.GET.get("page"))
    reminders = to_show(request.user)
    shown = dict.fromkeys([*page.object_list, *(due.case for due in reminders["reminded"])])
    log_list(request.user, f"Arbetslista: {label}", list(shown))
    context = {
        "tabs": tabs_of(
            ((name, text, counts[f"n_{name}"]) for name, (text, _) in tabs.items()), chosen
        ),
        "page": page,
        "rows": [_row(case, request.user) for case in page.object_list],
        "chosen": label,
        "works": bool(tabs.keys() - {""}),
        "unsigned": _unsigned(request.user),
        "shared_out": _shared_out(request.user),
        "infected": _infected(request.user),
        "signpostings": _signpostings(request.user, visible),
        "unapplied": _unapplied(request.user),
        "unsorted": _unsorted(request.user),
        **reminders,
        "openings": _openings(request.user),
        "to_explain": len(to_explain(request.user)),
    }
    return render(request, "cases/worklist.html", context)


def _unsigned(user: User) -> list[Note]:
    """What the user has left unsigned, in the cases that they see; soonest locked first."""
    rows = Note.objects.open().filter(author=user, case__in=Case.objects.visible_to(user))
    return list(rows.select_related("case").order_by("locks_at"))


def _shared_out(user: User) -> int:
    """How many cases somebody else has lately given to the user, who still has them."""
    if all(role.function != Function.COACH for role in user.roles()):
        return 0
    lately = JournalEntry.objects.filter(
        kind=JournalEntry.Kind.ASSIGNMENT,
        written_at__gte=clock.now() - NEWLY,
        case__coach=user,
        title__endswith=GIVEN.format(coach=user),
    )
    return lately.values("case").distinct().count()


def _infected(user: User) -> QuerySet[Document]:
    """What the user took in lately and a virus was found in, until it is noted as wrong."""
    lately = (
        Document.objects.infected()
        .current()
        .filter(
            uploaded_by=user,
            uploaded_at__gte=clock.now() - LATELY,
            case__in=Case.objects.visible_to(user),
        )
    )
    return lately.select_related("case")


def _unapplied(user: User) -> int:
    """How many contacts in råd och stöd wait for an application from where the user works."""
    if not any(role.function in REGISTERS for role in user.roles()):
        return 0
    return AdviceContact.objects.visible_to(user).waiting().count()


def _openings(user: User) -> int:
    """How many of the unit's cases have been opened with a reason, and wait for the chef's word."""
    if all(role.function not in (*CHEFER, Function.FORVALTNINGSCHEF) for role in user.roles()):
        return 0
    return unreviewed(user).count()


def _unsorted(user: User) -> list[Paper]:
    """What a registrator has left in the inbox since an earlier working day, the oldest first."""
    if all(role.function != Function.REGISTRATOR for role in user.roles()):
        return []
    return list(Paper.objects.visible_to(user).late().order_by("uploaded_at"))


def _signpostings(user: User, visible: Any) -> list[Signposting]:
    """Hänvisningar att följa upp: the coach's, or who stands in; also when the case is closed."""
    coaches = [user.pk, *(held.user_id for held in user.stood_in_for())]
    held = [*user.roles(), *user.stood_in_for()]
    shared_at = [r.unit_id for r in held if r.function in CHEFER]
    mine = Q(coach__in=coaches, coach_here=True) | Q(coach_here=False, unit__in=shared_at)
    cases = visible.filter(mine)
    rows = followed(Signposting.objects.open().filter(case__in=cases.values("pk")))
    if rows:
        log_list(user, "Hänvisningar att följa upp", [row.case for row in rows])
    return rows


def _row(case: Case, user: User) -> dict[str, Any]:
    """A case as a row: who, next step, deadline, whose, status."""
    return {
        "case": case,
        "step": next_step(case, user),
        "due": due_in_words(case),
        "late": is_late(case),
        "tone": TONES[Status(case.status)],
    }
