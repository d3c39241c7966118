"""Statistik: all figures of a period, one figure with its chart and cases, and its files."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.access import log_list
from cases.models import Case
from followup.figures import export, facts
from followup.figures.chart import Chart
from followup.figures.facts import Facts, read
from followup.figures.forms import ChoiceForm
from followup.figures.reading import against_reading, reach_of
from followup.figures.registry import FIGURES, Figure
from followup.figures.tables import GENDERS, Table
from followup.figures.whole_year import FORMS, WHOLE_YEAR
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.actions import start
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.spreadsheet import XLSX
from jobbtorg.ui.errors import refused

ROWS = 25


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Every figure, with what it came to in the period for women, men and all."""
    against = against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    form = ChoiceForm(request.GET, reach_of(request.user))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked = read(lambda: [form.table(figure).counted() for figure in FIGURES.values()])
        tables = asked.found
        context |= {"groups": _groups(tables), "where": form.where, "inside": form.inside}
        context |= {"as_of": asked.as_of}
        context |= {"concealed": any(table.is_concealed for table in tables)}
        context |= {"year": form.cleaned_data["period"][:4], "forms": FORMS}
    return render(request, "followup/figures/index.html", context, status=_status(form))


@require_POST
def whole_year(request: StaffRequest) -> HttpResponse:
    """All figures of the chosen period's year, in one file: asked for as long work."""
    against = against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    form = ChoiceForm(request.POST, reach_of(request.user))
    chosen = request.POST.get("form", "")
    if not form.is_valid() or chosen not in FORMS:
        return render(request, "followup/figures/index.html", {"form": form}, status=422)
    year = form.cleaned_data["period"][:4]
    told = {name: str(form.cleaned_data[name]) for name in ("enhet", "per")}
    asked = told | {"period": year, "form": chosen}
    what = f"{year}, {form.where}, {FORMS[chosen]}"
    return redirect(start(WHOLE_YEAR, asked, by=request.user, what=what))


def _groups(tables: list[Table]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for table in tables:
        told = table.headlines()
        row = {
            "figure": table.figure,
            "unit": table.columns[table.headline],
            "told": [told[gender] for gender in ("kvinna", "man", "*")],
            "total": table.lines[-1].shown[0],
        }
        found.setdefault(table.figure.group, []).append(row)
    return found


def _status(form: ChoiceForm) -> int:
    return 200 if form.is_valid() else 422


@require_safe
def figure(request: StaffRequest, key: str) -> HttpResponse:
    """One figure: its definition, table and chart, and the cases behind for who may see them."""
    against = against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    shown = _figure(key)
    form = ChoiceForm(request.GET, reach_of(request.user), shown)
    context: dict[str, Any] = {"form": form, "figure": shown, "genders": GENDERS}
    if form.is_valid():
        asked = read(lambda: _counted(form, shown))
        table, cases = asked.found
        context |= {"table": table, "where": form.where, "chart": Chart(table)}
        context |= {"as_of": asked.as_of}
        if form.inside:
            context |= _behind(request, table, cases)
    return render(request, "followup/figures/figure.html", context, status=_status(form))


def _counted(form: ChoiceForm, shown: Figure) -> tuple[Table, Facts]:
    """The table, and for the unit's own the facts behind it, from one and the same place."""
    table = form.table(shown).counted()
    return table, facts.behind(table.asked) if form.inside else []


def _behind(request: StaffRequest, table: Table, found: Facts) -> dict[str, Any]:
    """Ärendena bakom siffran: those that the reader may see, and how many more there are."""
    cases = Case.objects.visible_to(request.user).filter(pk__in={row[0] for row in found})
    seen = {case.pk: case for case in cases.select_related("person")}
    page = Paginator([row for row in found if row[0] in seen], ROWS).get_page(
        request.GET.get("page")
    )
    labels = dict(table.figure.parts)
    rows = [
        {"case": seen[pk], "day": day, "part": labels.get(part, ""), "days": days}
        for pk, day, part, days in page.object_list
    ]
    if rows:
        log_list(request.user, f"Statistik: {table.figure.title}", [row["case"] for row in rows])
    return {"page": page, "rows": rows, "unseen": len(found) - page.paginator.count}


def _figure(key: str) -> Figure:
    if key not in FIGURES:
        raise Http404
    return FIGURES[key]


@require_safe
def as_csv(request: StaffRequest, key: str) -> HttpResponse:
    """The table for a spreadsheet, logged as exported."""
    return _file(request, key, "csv", export.csv, "text/csv; charset=utf-8")


@require_safe
def as_xlsx(request: StaffRequest, key: str) -> HttpResponse:
    """The same for Excel, logged as exported."""
    return _file(request, key, "xlsx", export.xlsx, XLSX)


def _file(
    request: StaffRequest, key: str, kind: str, write: Callable[[Table, str], bytes], type_: str
) -> HttpResponse:
    against = against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    shown = _figure(key)
    form = ChoiceForm(request.GET, reach_of(request.user), shown)
    if not form.is_valid():
        return render(
            request, "followup/figures/figure.html", {"form": form, "figure": shown}, status=422
        )
    table = read(lambda: form.table(shown).counted(), exact=True).found
    period, per = table.asked.period.code, table.asked.as_of
    what = f"Statistik: {shown.title}, {form.where}, {period} per {per}, {kind}"
    log.record(request.user, AccessLog.Action.EXPORT, what)
    headers = {"Content-Disposition": f'attachment; filename="{key}-{period}-per-{per}.{kind}"'}
    return HttpResponse(write(table, form.where), content_type=type_, headers=headers)
