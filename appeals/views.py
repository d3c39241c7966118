"""Överklagande in a case: the list, registering one, and the page of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from appeals import registering, registering_rules, timeliness, transferring_rules
from appeals.court_panel import court_panel
from appeals.court_rules import against_noting
from appeals.forms import PapersForm, RegisterForm
from appeals.models import Appeal, PartyLetter, Statement, Transfer
from appeals.standing import Stage, may_state, next_step, pace_of, stage_of
from appeals.telling_rules import is_to_be_told
from cases.access import get_case
from cases.models import Case
from cases.views.common import page, pdf
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused

TONES: dict[str, str] = {
    Stage.REJECTED: "quiet",
    Stage.CHANGED: "quiet",
    Stage.REPLACED: "quiet",
    Stage.ELSEWHERE: "quiet",
    Stage.AT_COURT: "success",
    Stage.FORWARDED: "success",
    Stage.DISMISSED: "info",
    Stage.GRANTED: "info",
    Stage.QUASHED: "info",
    Stage.REMITTED: "info",
    Stage.UPHELD: "info",
    Stage.NOT_TRIED: "info",
    Stage.STRUCK: "info",
    Stage.DONE: "quiet",
}


def find_appeal(request: StaffRequest, slug: str, pk: int, what: str) -> Appeal:
    """The appeal with all that its pages show, if its case is the user's to see; else 404."""
    case = get_case(request.user, slug, what)
    rows = Appeal.objects.whole().filter(decision__application__case=case)
    return get_object_or_404(rows, pk=pk)


def told_of(appeal: Appeal) -> dict[str, Any]:
    """What every page of an appeal shows of it: where it stands and how long it has lain."""
    stage = stage_of(appeal)
    return {
        "appeal": appeal,
        "stage": stage,
        "stage_tone": TONES.get(stage, "warning"),
        "pace": pace_of(appeal) if appeal.pk in _waiting(appeal) else None,
        "facts": _facts(appeal),
    }


def _waiting(appeal: Appeal) -> set[int]:
    return set(Appeal.objects.waiting().filter(pk=appeal.pk).values_list("pk", flat=True))


def _facts(appeal: Appeal) -> list[dict[str, Any]]:
    """The registration, row by row."""
    decision = appeal.decision
    rows: list[tuple[str, Any]] = [
        ("Beslut", f"{decision.number}, {decision.decided_on}"),
        ("Gäller", appeal.get_concerns_display()),
        ("Kom in", f"{appeal.arrived_on}, {appeal.get_delivery_display().lower()}"),
        ("Ni fick det", appeal.noticed_on if appeal.noticed_on != appeal.arrived_on else ""),
        ("Skäl för ankomstdagen", appeal.arrival_reason),
        ("Kom in till domstolen", appeal.court_arrived_on or ""),
        ("Överklagat av", appeal.who),
        ("Underskrift", "Saknas. Det behövs inte (43 § FL)." if appeal.unsigned else ""),
        ("Vill att rätten ändrar", appeal.asks),
        ("Diarienummer", appeal.dnr),
        ("Registrerat", f"{appeal.registered_at:%Y-%m-%d} av {appeal.registered_by}"),
    ]
    return [{"label": label, "value": str(value)} for label, value in rows if value]


def appeals(request: StaffRequest, slug: str) -> HttpResponse:
    """The case's appeals, each with where it stands."""
    case = get_case(request.user, slug, "Överklagandena")
    rows = Appeal.objects.whole().of(case)
    context = page(request, case, "appeals") | {
        "rows": [
            {"appeal": row, "stage": stage_of(row), "tone": TONES.get(stage_of(row), "warning")}
            for row in rows
        ],
        "against": registering_rules.against_registering(case, request.user),
    }
    return render(request, "appeals/appeals.html", context)


def new_appeal(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Registrera överklagande; with `pk` anew, in place of one that was registered wrong."""
    case = get_case(request.user, slug, "Registrera överklagande")
    old = get_object_or_404(Appeal.objects.of(case), pk=pk) if pk else None
    against = registering_rules.against_registering(case, request.user)
    if old:
        against += registering_rules.against_replacing(old, "…", request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    if request.method != "POST":
        return _form_page(request, case, RegisterForm(**_begun(request, case, old)), old)
    form = RegisterForm(request.POST, request.FILES, case=case, replaces=old)
    made: list[Appeal] = []
    status = carry_out(form, lambda: made.append(_register(form, old, request)))
    if status:
        return _form_page(request, case, form, old, status)
    messages.success(request, "Överklagandet är registrerat.")
    return redirect(made[0])


def _register(form: RegisterForm, old: Appeal | None, request: StaffRequest) -> Appeal:
    papers = form.papers()
    return registering.register(
        form.cleaned_data["decision"],
        form.told(),
        papers,
        by=request.user,
        replaces=old,
        because=form.cleaned_data.get("because", ""),
    )


def _begun(request: StaffRequest, case: Case, old: Appeal | None) -> dict[str, Any]:
    """What the form begins with: the papers just sorted, or what was registered before."""
    initial: dict[str, Any] = {}
    numbers = [n for n in request.GET.getlist("handling") if n.isdigit()]
    if numbers:
        initial["documents"] = case.documents.filter(number__in=numbers)
    if old:
        told = ("concerns", "dnr", "delivery", "noticed_on", "arrived_on", "arrival_reason")
        more = ("court_arrived_on", "by", "representative", "name", "unsigned", "asks", "decision")
        initial |= {name: getattr(old, name) for name in (*told, *more)}
        initial["documents"] = registering.carried_over(old)
    return {"case": case, "replaces": old, "initial": initial}


def _form_page(
    request: StaffRequest, case: Case, form: Any, old: Appeal | None, status: int = 200
) -> HttpResponse:
    context = page(request, case, "appeals") | {"form": form, "old": old, "action": None}
    return render(request, "appeals/new.html", context, status=status)


def appeal(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """One appeal: what it is, where it stands, the next step; a POST adds papers to it."""
    found = find_appeal(request, slug, pk, "Överklagandet")
    form = PapersForm(case=found.case, appeal=found)
    status = 200
    if request.method == "POST":
        against = registering_rules.against_handler(found, request.user)
        if against:
            return refused(request, RuleBroken(against), found.get_absolute_url())
        form = PapersForm(request.POST, request.FILES, case=found.case, appeal=found)
        status = carry_out(
            form, lambda: registering.add_papers(found, form.papers(), by=request.user)
        )
        if not status:
            messages.success(request, "Handlingen hör nu till överklagandet.")
            return redirect(found)
    return render(request, "appeals/appeal.html", _shown(request, found, form), status=status)


def _shown(request: StaffRequest, found: Appeal, form: PapersForm) -> dict[str, Any]:
    """The context of the page of one appeal."""
    user = request.user
    step = next_step(found, user)
    untouched = not hasattr(found, "trial") and not found.transfers.all()
    handles = not registering_rules.against_handler(found, user)
    notes = not against_noting(found, user)
    untold = [row for row in found.transfers.all() if handles and is_to_be_told(row)]
    return (
        page(request, found.case, "appeals")
        | told_of(found)
        | {
            "action": None,
            "next": step,
            "trial_text": _trial_in_words(found),
            "papers": found.papers.all(),
            "courts": court_panel(found, notes=notes),
            "notes": notes,
            "untold": untold,
            "form": form,
            "handles": handles and not found.is_void,
            "may_replace": untouched and handles and not found.is_void,
            "may_state": may_state(found, user),
            "may_send_away": not transferring_rules.against_moment(
                found, Transfer.Kind.ELSEWHERE, user
            ),
        }
    )


def _trial_in_words(found: Appeal) -> str:
    """Why it was in time or late, as it was found that day."""
    trial = getattr(found, "trial", None)
    if trial is None:
        return ""
    seen = timeliness.Timeliness(trial.ground, trial.service, trial.last_day)
    return timeliness.in_words(seen, found)


def transfer_pdf(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """What was sent, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Det som skickades", action=AccessLog.Action.PRINT)
    row = get_object_or_404(Transfer, appeal__decision__application__case=case, pk=pk)
    return pdf(bytes(row.pdf), f"Till-ratten-{slug}.pdf")


def party_pdf(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """What the person was told, byte for byte, logged as printed."""
    what = "Brevet om att överklagandet är hos rätten"
    case = get_case(request.user, slug, what, action=AccessLog.Action.PRINT)
    row = get_object_or_404(PartyLetter, transfer__appeal__decision__application__case=case, pk=pk)
    return pdf(bytes(row.pdf), f"Till-personen-{slug}.pdf")


def statement_pdf(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The yttrande, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Yttrandet", action=AccessLog.Action.PRINT)
    row = get_object_or_404(Statement, appeal__decision__application__case=case, pk=pk)
    return pdf(bytes(row.pdf), f"Yttrande-{slug}.pdf")
