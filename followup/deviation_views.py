"""Avvikelser: the list, reporting one, and the page of one."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases import drafts
from cases.access import get_case, log_list
from cases.models import Case
from cases.views.common import draft_context, initial_with
from followup import deviation_reporting as reporting
from followup import deviation_rules as rules
from followup.deviation_access import get_deviation, may_open, unhandled_for, works_with
from followup.deviation_forms import ReportForm
from followup.deviation_ivo import parts_of
from followup.deviation_standing import Stage, limits, overdue, pace_of, stage_of
from followup.deviation_step_views import STEPS
from followup.deviation_yearly import against_reading
from followup.models import Deviation
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS = 25
NAMND, OPEN, CLOSED, OWN = "namnden", "oppna", "avslutade", "mina"
TABS = {
    NAMND: "Väntar på nämnden", OPEN: "Öppna", CLOSED: "Avslutade", OWN: "Mina rapporter"
}  # fmt: skip
BARE = (NAMND, OWN)  # rows without where it stands and what is late
# what is offered beside the next step, where nothing stands in its way
BESIDE = (
    "namnge", "ta-emot", "svara", "utse", "utred", "namndens-beslut", "atgard", "informera",
    "journal",
)  # fmt: skip


@require_safe
def deviations(request: StaffRequest) -> HttpResponse:
    """What the user handles or reads, with its age; and what the user has reported."""
    user = request.user
    seen = Deviation.objects.visible_to(user)
    rows = {OPEN: seen.open(), CLOSED: seen.closed().order_by("-pk")}
    rows = rows if seen.exists() or not against_reading(user) else {}
    waiting = unhandled_for(user)
    if waiting.exists():
        rows = {NAMND: waiting} | rows
    rows[OWN] = Deviation.objects.own(user).order_by("-pk")
    name = request.GET.get("flik", "")
    name = name if name in rows else next(iter(rows))
    kind = request.GET.get("slag", "")
    kind = kind if kind in Deviation.Kind.values and name not in BARE else ""
    counts = {key: found.count() for key, found in rows.items()}
    chosen = rows[name].filter(kind=kind) if kind else rows[name]
    listed = Paginator(chosen if name in BARE else chosen.listed(), ROWS).get_page(
        request.GET.get("page")
    )
    log_list(user, f"Avvikelser: {TABS[name]}", listed.object_list)
    context = {
        "tabs": tabs_of(((key, TABS[key], counts[key]) for key in rows), name),
        "kinds": [
            {"label": label, "url": f"?flik={name}&slag={value}", "current": value == kind}
            for value, label in [("", "Alla slag"), *Deviation.Kind.choices]
        ],
        "chosen": TABS[name],
        "own": name in BARE,
        "namnd": name == NAMND,
        "page": listed,
        "rows": listed.object_list if name in BARE else _rows(listed.object_list),
        "reads_year": not against_reading(user),
    }
    return render(request, "followup/deviation_list.html", context)


def _rows(found: Any) -> list[dict[str, Any]]:
    within = limits()
    return [
        {
            "deviation": row,
            "stage": stage_of(row),
            "pace": pace_of(row, within),
            "late": _late(overdue(row)),
        }
        for row in found
    ]


def _late(count: int) -> str:
    """How many measures are late, in words."""
    return f"{count} {'försenad' if count == 1 else 'försenade'}" if count else ""


def report(request: StaffRequest, slug: str = "") -> HttpResponse:
    """Rapportera, from a case or without one; the page shows nothing of the case but its number."""
    case = get_case(request.user, slug, "Rapportera avvikelse", action=None) if slug else None
    against = list(rules.against_reporting(request.user))
    if against:
        return refused(request, RuleBroken(against))
    name = f"avvikelse-ny-{case.pk if case else 0}"
    drafting = draft_context(request, None, name)
    form = ReportForm(initial=initial_with(drafting["draft"], _begun(request.user, case)))
    status = 200
    if request.method == "POST":
        form = ReportForm(request.POST)
        made: list[Deviation] = []
        status = carry_out(
            form,
            lambda: made.append(
                reporting.report(form.told(case), by=request.user, request_id=_sent(request))
            ),
        )
        if not status:
            drafts.discard(request.user, None, name)
            messages.success(request, f"Tack. Rapporten har nummer {made[0].number}.")
            return redirect("deviation_step_namnge", number=made[0].number)
    context = drafting | {
        "form": form,
        "linked": case,
        "request_id": _sent(request),
        "back": case.get_absolute_url() if case else reverse("deviations"),
    }
    return render(request, "followup/deviation_new.html", context, status=status)


def _sent(request: StaffRequest) -> UUID:
    """What the page sent with the form, so that two presses make one report; else a new one."""
    try:
        return UUID(request.POST.get("request_id", ""))
    except ValueError:
        return uuid4()


def _begun(user: User, case: Case | None) -> dict[str, Any]:
    """Today, where the case is or the user works."""
    role = next((r for r in user.roles() if r.unit.kind in ("jobbtorg", "insatser")), None)
    unit = case.unit_id if case else role.unit_id if role else None
    return {"happened_on": clock.today(), "unit": unit, "told_by": Deviation.From.STAFF}


@require_safe
def deviation(request: StaffRequest, number: str) -> HttpResponse:
    """One report: the whole of it to who may open it, and its receipt to who reported it."""
    found = get_deviation(request.user, number, "Avvikelse", own=True)
    stage = stage_of(found)
    context: dict[str, Any] = {
        "deviation": found,
        "facts": _facts(found),
        "crumbs": [{"label": "Avvikelser", "url": reverse("deviations")}],
        "received": found.receptions.first(),
        "may_name": not rules.against_naming(found, request.user),
    }
    if not may_open(found, request.user):
        return render(request, "followup/deviation_receipt.html", context)
    works = works_with(found, request.user)
    pace = pace_of(found, limits())
    context |= {
        "stage": stage,
        "tone": "success" if stage == Stage.CLOSED else "info",
        "pace": pace,
        "works": works,
        "next": _step(found, request.user, stage.value) if works and stage.value in STEPS else None,
        "others": _others(found, request.user, stage) if works else [],
        "linked": _linked(found, request.user) if works else None,
        "parts": [*parts_of(found), _cause(found)] if found.inquiry else [],
        "today": clock.today(),
        "unhandled": Deviation.objects.unhandled().filter(pk=found.pk).exists(),
    }
    return render(request, "followup/deviation_one.html", context)


def _facts(found: Deviation) -> list[dict[str, Any]]:
    """The report, row by row, as whoever reported it wrote it."""
    rows: list[tuple[str, Any]] = [
        ("Slag", found.get_kind_display()),
        ("Vad som har hänt", found.what),
        ("Dag", found.happened_on),
        ("Var", found.unit),
        ("Kommer från", _told_by(found)),
        ("Gjordes genast", found.done_at_once),
        ("Rapporterad", f"{found.reported_on} av {found.reported_by}"),
    ]
    return [{"label": label, "value": str(value)} for label, value in rows]


def _cause(found: Deviation) -> dict[str, str]:
    return {"label": "Främsta orsak", "value": str(found.inquiry.cause)}


def _told_by(found: Deviation) -> str:
    """Who it comes from, as others read it."""
    if found.told_by == Deviation.From.STAFF:
        return "Personal"
    return str(found.get_told_by_display())


def _step(found: Deviation, user: User, name: str) -> dict[str, Any]:
    """A step as a button, or as the reasons why it is not this user's to take now."""
    against = list(STEPS[name].against(found, user))
    url = reverse(f"deviation_step_{name}", args=[found.number])
    return {"label": STEPS[name].title, "url": url, "against": against}


def _others(found: Deviation, user: User, stage: Stage) -> list[dict[str, Any]]:
    """What else can be done."""
    names = [name for name in BESIDE if name != stage.value]
    steps = [_step(found, user, name) for name in names]
    return [row for row in steps if not row["against"]]


def _linked(found: Deviation, user: User) -> dict[str, str] | None:
    """The case it is linked to, by its number alone; a link for who sees the case anyway."""
    if found.case is None:
        return None
    seen = Case.objects.visible_to(user).filter(pk=found.case.pk).exists()
    return {"number": found.case.number, "url": found.case.get_absolute_url() if seen else ""}
