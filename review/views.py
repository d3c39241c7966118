"""Logguppföljning: the units' months, one month's list, one finding, the signed report."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from cases import drafts
from cases.views.common import draft_context, initial_with, pdf
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.deadlines import DAY, add_months
from jobbtorg.organisation.models import CHEFER, Function, Unit, User
from jobbtorg.organisation.namnder import under
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.rulebook.models import setting
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.tabs import tabs as tabs_of
from review import actions, rules
from review.forms import ExplanationForm, JudgeForm
from review.models import Finding, Judgement, LogReview
from review.report import counts, judged

LOG = AccessLog.Action.LOG
CRUMBS = [{"label": "Logguppföljning", "url": "/logguppfoljning/"}]
MONTHS = 12
TO_JUDGE, WAITS, DONE = "", "forklaring", "bedomda"
TABS = {TO_JUDGE: "Att bedöma", WAITS: "Väntar på förklaring", DONE: "Bedömda"}


@require_safe
def reviews(request: StaffRequest) -> HttpResponse:
    """Each unit of the user's with how far the month has come; and what a chef is to explain."""
    against = rules.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    latest = add_months(clock.today().replace(day=1), -1)
    month = month_of(request.GET.get("manad") or f"{latest:%Y-%m}")
    begun = LogReview.objects.filter(month=month).select_related("report", "started_by")
    found = {row.unit_id: row for row in begun.defer("report__pdf")}
    units = Unit.objects.filter(rules.units_of(request.user)).exclude(kind=Unit.Kind.OMRADE)
    left = _left(found.values())
    log.record(request.user, LOG, f"Logguppföljning {month:%Y-%m}")
    context = {
        "month": month,
        "months": [add_months(latest, -back) for back in range(MONTHS)],
        "rows": [_row(unit, found.get(unit.pk), left) for unit in units],
        "asked": _asked(request.user),
        "notes_facts": not rules.against_noting_facts(request.user),
    }
    return render(request, "review/reviews.html", context)


def _asked(user: User) -> list[Finding]:
    """What the user is to explain: asked for those alone who have somebody to answer for."""
    led = {role.unit_id for role in user.roles() if role.function in CHEFER}
    led |= under(user, Function.FORVALTNINGSCHEF)
    if not led:
        return []
    rows = Finding.objects.to_explain().filter(review__unit__in=led)
    rows = rows.select_related("review__unit", "reader")
    return [row for row in rows if rules.answers(user, row)]


def _left(found: Iterable[LogReview]) -> Counter[int]:
    """How much is left to judge in each of the reviews that are not signed."""
    begun = [row.pk for row in found if not hasattr(row, "report")]
    rows = Finding.objects.waiting().filter(review__in=begun)
    return Counter(rows.order_by().values_list("review", flat=True))


def _row(unit: Unit, found: LogReview | None, waiting: Counter[int]) -> dict[str, Any]:
    """A unit with where its month stands, in words."""
    if found is None:
        return {"unit": unit, "text": "Inte påbörjad", "tone": "warning"}
    if hasattr(found, "report"):
        text, tone = f"Undertecknad {clock.day_of(found.report.signed_at)}", "success"
    else:
        left = waiting[found.pk]
        text, tone = f"{found.drawn - left} av {found.drawn} bedömda", "info"
    return {"unit": unit, "review": found, "text": text, "tone": tone}


def month_of(text: str) -> date:
    """The first of the month that the address names; 404 for what is none, or lies ahead."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as wrong:
        raise Http404 from wrong
    if not date(2020, 1, 1) <= first <= clock.today():
        raise Http404
    return first


def unit_of(user: User, pk: int) -> Unit:
    """A unit whose log the user follows up; 404 for another's."""
    found = Unit.objects.filter(rules.units_of(user), pk=pk).first()
    if found is None:
        raise Http404
    return found


def review(request: StaffRequest, unit: int, month: str) -> HttpResponse:
    """The month's list; posted to, what is ticked is judged in one go."""
    where, first = unit_of(request.user, unit), month_of(month)
    reviews = LogReview.objects.of(where, first).select_related("unit", "report__signed_by")
    found = reviews.defer("report__pdf").first()
    if found is None:
        return _before(request, where, first)
    if request.method != "POST":
        return _page(request, found, JudgeForm(initial=_begun()))
    form, chosen = JudgeForm(request.POST), _chosen(request, found)
    told: dict[str, Any] = {}
    if not chosen:
        form.add_error(None, "Kryssa för det som ska bedömas.")
    status = carry_out(form, lambda: told.update(_judge(form, chosen, request.user)))
    if status:
        return _page(request, found, form, status, {row.pk for row in chosen})
    messages.success(request, told["message"])
    return redirect(f"{found.get_absolute_url()}{_query(request)}")


def _query(request: StaffRequest) -> str:
    """The tab and the reader that the list was narrowed to."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _chosen(request: StaffRequest, found: LogReview) -> list[Finding]:
    keys = [key for key in request.POST.getlist("findings") if key.isdecimal() and len(key) < 19]
    rows = found.findings.filter(pk__in=keys)
    return list(rows.select_related("review__unit", "review__report"))


def _judge(form: JudgeForm, chosen: list[Finding], by: User) -> dict[str, str]:
    told = form.cleaned_data
    actions.judge(chosen, told["outcome"], told["note"], told["reply_by"], by=by)
    label = Judgement.Outcome(told["outcome"]).label
    return {"message": f"{label}: {len(chosen)} {'rad' if len(chosen) == 1 else 'rader'}."}


def _begun() -> dict[str, Any]:
    return {"reply_by": clock.today() + setting("logg_forklaring_dagar") * DAY}


def _before(request: StaffRequest, unit: Unit, month: date) -> HttpResponse:
    """A month that nobody has begun with: what will be drawn, and Börja."""
    log.record(request.user, LOG, f"Logguppföljning {unit}, {month:%Y-%m}")
    context = {
        "unit": unit,
        "month": month,
        "against": list(rules.against_starting(unit, month, request.user)),
        "sample": setting("logg_stickprov_antal"),
        "crumbs": CRUMBS,
    }
    return render(request, "review/start.html", context)


def _page(
    request: StaffRequest,
    found: LogReview,
    form: JudgeForm,
    status: int = 200,
    ticked: AbstractSet[int] = frozenset(),
) -> HttpResponse:
    name = request.GET.get("flik", "")
    name = name if name in TABS else TO_JUDGE
    rows = list(judged(found))
    parts = {key: [row for row in rows if _tab(row) == key] for key in TABS}
    reader = request.GET.get("medarbetare", "")
    shown = [row for row in parts[name] if reader in ("", str(row.reader_id))]
    numbers = [row.case_number for row in shown if row.case_number]
    log.record(request.user, LOG, f"{found}: {TABS[name]}", shown=numbers)
    signed = hasattr(found, "report")
    context = {
        "review": found,
        "tabs": tabs_of(((key, TABS[key], len(parts[key])) for key in TABS), name),
        "chosen": TABS[name],
        "rows": shown,
        "readers": sorted({(str(row.reader), row.reader_id) for row in parts[name]}),
        "reader": reader,
        "name": name,
        "judges": not signed and name != WAITS and bool(shown),
        "signed": signed,
        "counts": counts(found, rows),
        "against_signing": list(rules.against_signing(found, request.user)),
        "form": form,
        "crumbs": CRUMBS,
        "user_pk": request.user.pk,
        "ticked": ticked,
    }
    return render(request, "review/review.html", context, status=status)


def _tab(row: Finding) -> str:
    if row.now is None:
        return TO_JUDGE
    if row.now.outcome != rules.EXPLAIN:
        return DONE
    return TO_JUDGE if hasattr(row.now, "answer") else WAITS


@require_POST
def start(request: StaffRequest, unit: int, month: str) -> HttpResponse:
    """Börja: draws what is to be judged."""
    where, first = unit_of(request.user, unit), month_of(month)
    try:
        made = actions.start_review(where, first, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, reverse("log_reviews"))
    return redirect(made)


@require_POST
def sign(request: StaffRequest, unit: int, month: str) -> HttpResponse:
    """Signera: the report is printed and kept."""
    where, first = unit_of(request.user, unit), month_of(month)
    found = get_object_or_404(LogReview.objects.of(where, first))
    try:
        actions.sign(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, found.get_absolute_url())
    messages.success(request, f"Rapporten för {found.unit} är undertecknad. {_next(found)}")
    return redirect(f"{found.get_absolute_url()}?flik={DONE}")


def _next(review: LogReview) -> str:
    """Which month comes after, and from when it can be reviewed."""
    month = add_months(review.month, 1)
    begins = add_months(month, 1)
    from_when = f" från och med {date_format(begins, 'j F')}" if begins > clock.today() else ""
    return f"Nästa månad att följa upp är {date_format(month, 'F Y')}{from_when}."


@require_safe
def report(request: StaffRequest, unit: int, month: str) -> HttpResponse:
    """The signed bytes."""
    where, first = unit_of(request.user, unit), month_of(month)
    found = get_object_or_404(LogReview.objects.of(where, first), report__isnull=False)
    log.record(request.user, LOG, f"{found}: rapporten")
    return pdf(bytes(found.report.pdf), f"Logguppfoljning-{unit}-{month}.pdf")


def finding(request: StaffRequest, pk: int) -> HttpResponse:
    """The rows of the log that it is about and how it was judged; posted to, it is judged."""
    found = _finding(request, pk)
    form = JudgeForm(initial=_begun())
    status = 200
    if request.method == "POST":
        form = JudgeForm(request.POST)
        status = carry_out(form, lambda: _judge(form, [found], request.user))
        if not status:
            messages.success(request, "Bedömningen är sparad.")
            return redirect(found.review)
    log.record(request.user, LOG, f"{found.review}: {found}", shown=_shown(found))
    context = {
        "finding": found,
        "rows": found.rows.select_related("user")[:200],
        "chain": found.judgements.select_related("answer__answered_by", "judged_by"),
        "against": list(rules.against_judge(found, request.user)),
        "form": form,
        "crumbs": [
            *CRUMBS,
            {"label": str(found.review.unit), "url": str(found.review.get_absolute_url())},
        ],
    }
    return render(request, "review/finding.html", context, status=status)


def _shown(found: Finding) -> list[str]:
    return [found.case_number] if found.case_number else []


def _finding(request: StaffRequest, pk: int) -> Finding:
    """One of a unit that the user follows up; 404 for another's."""
    rows = Finding.objects.select_related("review__unit", "review__report", "reader")
    found = get_object_or_404(rows.defer("review__report__pdf"), pk=pk)
    if not rules.reviews(request.user, found.review.unit):
        raise Http404
    return found


def explanation(request: StaffRequest, pk: int) -> HttpResponse:
    """What the reader's chef is asked, with the rows, and the answer."""
    rows = Finding.objects.select_related("review__unit", "reader")
    found = get_object_or_404(rows, pk=pk)
    judgement = found.latest
    if judgement is None or not rules.answers(request.user, found):
        raise Http404
    name = f"logg-forklaring-{judgement.pk}"
    drafting = draft_context(request, None, name)
    form = ExplanationForm(initial=initial_with(drafting["draft"], {}))
    status = 200
    if request.method == "POST":
        form = ExplanationForm(request.POST)
        status = carry_out(
            form, lambda: actions.explain(judgement, form.cleaned_data["text"], by=request.user)
        )
        if not status:
            drafts.discard(request.user, None, name)
            messages.success(request, "Förklaringen är lämnad.")
            return redirect("log_reviews")
    log.record(request.user, LOG, f"{found.review}: {found}", shown=_shown(found))
    context = drafting | {
        "finding": found,
        "judgement": judgement,
        "answer": getattr(judgement, "answer", None),
        "rows": found.rows.select_related("user")[:200],
        "form": form,
        "crumbs": CRUMBS,
    }
    return render(request, "review/explanation.html", context, status=status)
