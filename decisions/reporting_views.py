"""Anmälan av delegationsbeslut: choose a period, fix its list, note justering and anslag."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions import legal_force, report_print, reporting
from decisions import reporting_rules as rules
from decisions.models import Decision, Notice, ReportList
from decisions.models.reporting import READERS, unreported
from decisions.report_jobs import ask_to_fix
from decisions.report_lines import lines, totals_of, totals_to_be
from decisions.reporting_forms import MinuteForm, NoticeForm, PeriodForm, TakeDownForm
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.namnder import tops, under
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused

View = Callable[..., HttpResponse]
DAY = timedelta(days=1)
ROWS = 50
MOST = 1000  # what is not reported is counted and shown so far; the list takes all
ALONE = 60
AT_ONCE = 200  # a longer list is printed by a worker
CRUMBS = [{"label": "Anmälan av delegationsbeslut", "url": "/anmalan/"}]


def for_readers(view: View) -> View:
    """For those who see the lists; who posts is the nämndsekreterare."""

    @wraps(view)
    def seen(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        against = rules.against_reading(request.user)
        if not against and request.method == "POST":
            against = rules.against_reporting(request.user)
        if against:
            return refused(request, RuleBroken(against))
        return view(request, *args, **kwargs)

    return seen


@for_readers
def reports(request: StaffRequest) -> HttpResponse:
    """The period with what its list would hold, Fastställ lista, and the lists there are."""
    if request.method == "POST":
        form = PeriodForm(request.POST, by=request.user)
        status = 422
        if form.is_valid():
            try:
                return _fix(request, form.period())
            except RuleBroken as broken:
                status = into_form(form, broken)
        return _reports_page(request, form, status)
    asked = "first" in request.GET or "last" in request.GET
    form = PeriodForm(request.GET if asked else _next_period(request.user), by=request.user)
    status = 200 if form.is_valid() else 422
    return _reports_page(request, form, status)


def _fix(request: StaffRequest, period: rules.Period) -> HttpResponse:
    """The list, or where it holds very many the work of printing it."""
    if _is_long(period.reported_by(request.user)):
        return redirect(ask_to_fix(period, by=request.user))
    report = reporting.fix_list(period, by=request.user)
    told = f"Lista {report.number} är fastställd med {_decisions(report.total)}."
    messages.success(request, told)
    return redirect(report)


def _is_long(period: rules.Period) -> bool:
    if not (period.last and period.namnd):
        return False
    return unreported(period.last, period.namnd).order_by()[: AT_ONCE + 1].count() > AT_ONCE


def _decisions(count: int) -> str:
    return "ett beslut" if count == 1 else f"{count} beslut"


def _next_period(by: User) -> dict[str, str]:
    """From the day after the nämnd's latest list, or its oldest decision, until yesterday."""
    yesterday = clock.today() - DAY
    namnd = tops(by, *READERS)[0]
    latest = ReportList.objects.filter(namnd=namnd).first()
    oldest = unreported(yesterday, namnd).first()
    first = latest.period_to + DAY if latest else oldest.decided_on if oldest else yesterday
    days = {"first": str(min(first, yesterday)), "last": str(yesterday)}
    return days | {"namnd": str(namnd.pk)}


def _reports_page(request: StaffRequest, form: PeriodForm, status: int) -> HttpResponse:
    period = form.period()
    against = rules.against_fixing(period, request.user)
    writes = not rules.against_reporting(request.user)
    context = _to_be_reported(period, request.GET.get("page")) | {
        "form": form,
        "period": period,
        "against": [] if form.errors else against,
        "may_fix": writes and not against and not form.errors,
        "writes": writes,
        "reports": [
            (row, _standing(row))
            for row in ReportList.objects.visible_to(request.user).prefetch_related("notices")
        ],
        "alone": [
            (row, legal_force.standing_of(row)) for row in _latest_with_own_minutes(request.user)
        ],
    }
    return render(request, "decisions/reports.html", context, status=status)


def _to_be_reported(period: rules.Period, number: str | None) -> dict[str, Any]:
    """A page of what the list would hold, and its count; of very many the oldest are shown."""
    if not (period.first and period.last and period.namnd) or rules.against_period(period):
        return {"rows": []}
    told = period.first, period.last, period.namnd
    left = unreported(period.last, period.namnd)
    count = left.order_by()[: MOST + 1].count()
    paginator = Paginator(left, ROWS)
    paginator.count = min(count, MOST)
    page = paginator.get_page(number)
    some = slice(page.start_index() - 1, page.end_index()) if count else slice(0)
    more = count > MOST
    totals = [] if more else totals_to_be(*told, count)
    shown = {"page": page, "rows": lines(*told, some), "totals": totals, "goes_on": more}
    return shown | {"is_long": count > AT_ONCE}


def _standing(subject: ReportList | Decision) -> legal_force.Standing:
    """How far the list has come."""
    notice = legal_force.latest_notice(subject)
    if notice:
        return legal_force.standing(notice)
    hint = "Registrera sammanträde, justering och anslag när protokollet är anslaget."
    return legal_force.Standing("Inte anslagen", "warning", hint)


def _with_own_minutes(user: User) -> Any:
    """The decisions that stand in no list: minuted by themselves, or the nämnd's own."""
    rows = Decision.objects.filter(Q(minute__isnull=False) | Q(decided_by=None))
    rows = rows.filter(unit__in=under(user, *READERS))
    with_row = rows.select_related("minute", "report_row__report_list", "application__case")
    return with_row.prefetch_related("notices")


def _latest_with_own_minutes(user: User) -> Any:
    """The latest of them, found by either index: an OR of the two reads every decision."""
    theirs = Decision.objects.filter(unit__in=under(user, *READERS))
    either = (theirs.filter(minute__isnull=False), theirs.filter(decided_by=None))
    keys = [key for rows in either for key in rows.values_list("pk", flat=True)[:ALONE]]
    return _with_own_minutes(user).filter(pk__in=keys)[:ALONE]


def _list(request: StaffRequest, pk: int) -> ReportList:
    """The list, or 404 where it is another nämnd's."""
    lists = ReportList.objects.visible_to(request.user).select_related("fixed_by", "namnd")
    found: ReportList = get_object_or_404(lists, pk=pk)
    return found


@for_readers
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """A fastställd list, its files, and its justering and anslag."""
    found = _list(request, pk)
    paginator = Paginator(found.rows.order_by("position"), ROWS)
    paginator.count = found.total  # as many as it was fixed with
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "report": found,
        "page": page,
        "rows": page.object_list,
        "totals": totals_of(found),
    }
    return _noticed(request, found, found.get_absolute_url(), "decisions/report.html", context)


@require_safe
@for_readers
def as_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The list as it was fastställd, byte for byte."""
    found = _list(request, pk)
    return _file(bytes(found.pdf), "application/pdf", f"{found.file_name}.pdf")


@require_safe
@for_readers
def as_csv(request: StaffRequest, pk: int) -> HttpResponse:
    """The same list, for a spreadsheet."""
    found = _list(request, pk)
    made = report_print.csv(found)
    return _file(made, "text/csv; charset=utf-8", f"{found.file_name}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = "inline" if kind.endswith("pdf") else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@for_readers
def minute(request: StaffRequest) -> HttpResponse:
    """Protokollför särskilt: a decision that is not to stand in a list."""
    against = rules.against_reporting(request.user)
    if against:
        return refused(request, RuleBroken(against), reverse("reports"))
    form, status = MinuteForm(by=request.user), 200
    if request.method == "POST":
        form, status = MinuteForm(request.POST, by=request.user), 422
        if form.is_valid():
            decision = Decision.objects.get(number=form.cleaned_data["number"])
            try:
                reporting.minute_separately(decision, **form.told(), by=request.user)
            except RuleBroken as broken:
                status = into_form(form, broken)
            else:
                messages.success(request, f"Beslut {decision.number} är protokollfört särskilt.")
                return redirect("own_minutes", pk=decision.pk)
    context = {"form": form, "crumbs": CRUMBS}
    return render(request, "decisions/minute.html", context, status=status)


@for_readers
def own_minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """The justering and anslag of a decision that stands in minutes of its own."""
    found = get_object_or_404(_with_own_minutes(request.user), pk=pk)
    url = reverse("own_minutes", args=[pk])
    return _noticed(request, found, url, "decisions/own_minutes.html", {"decision": found})


def _noticed(
    request: StaffRequest,
    subject: ReportList | Decision,
    url: str,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Registers the anslag, or that it was taken down; or shows where it stands."""
    form = NoticeForm(subject=subject)
    down = TakeDownForm(auto_id="nedtaget_%s")
    status = 200
    if request.method == "POST":
        taken = request.POST.get("do") == "down"
        asked: Any = (
            TakeDownForm(request.POST, auto_id="nedtaget_%s")
            if taken
            else NoticeForm(request.POST, subject=subject)
        )
        form, down = (form, asked) if taken else (asked, down)
        status = 422
        if asked.is_valid():
            try:
                _note(request, subject, asked)
            except RuleBroken as broken:
                status = into_form(asked, broken)
            else:
                return redirect(url)
    context |= _notice_context(request, subject) | {"form": form, "down": down, "crumbs": CRUMBS}
    context["refused_forms"] = [one for one in (form, down) if one.errors]
    return render(request, template, context, status=status)


def _note(request: StaffRequest, subject: ReportList | Decision, form: Any) -> None:
    """The act that the form is for, and what became of it."""
    if isinstance(form, TakeDownForm):
        notice = reporting.take_down(subject, form.cleaned_data["day"], by=request.user)
        if not legal_force.taken_down_early(notice):
            messages.success(request, "Det är registrerat att anslaget har tagits ned.")
        return
    notice = reporting.note_notice(subject, form.told(), by=request.user)
    messages.success(request, f"Anslaget är registrerat. {legal_force.standing(notice).text}.")


def _notice_context(request: StaffRequest, subject: ReportList | Decision) -> dict[str, Any]:
    notices: list[Notice] = list(Notice.objects.of(subject).select_related("recorded_by"))
    latest = notices[0] if notices else None
    return {
        "notice": latest,
        "earlier": notices[1:],
        "standing": _standing(subject),
        "until": legal_force.last_posted_day(latest) if latest else None,
        "early": bool(latest and legal_force.taken_down_early(latest)),
        "warnings": legal_force.warnings(latest) if latest else [],
        "writes": not rules.against_reporting(request.user),
    }
