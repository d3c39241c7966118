"""Egenkontroll: the month's figures, letters that have not gone, and ten avslag to grade."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.conflict_rules import against_barred
from cases.views.common import draft_context, initial_with
from decisions.models import Decision, Dispatch
from decisions.unexecuted import CONCEALED
from followup.figures.facts import Asked
from followup.figures.periods import MONTHS, Period
from followup.figures.registry import CONTROL, FIGURES
from followup.figures.tables import Table
from followup.grading import draft_of, grade
from followup.models import Grading
from followup.sampling import READS, against_grading, against_reading, gradings, months, sample
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.namnder import under
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form, choice, long_text

DAY = timedelta(days=1)
SHOWN = [figure for figure in FIGURES.values() if figure.group == CONTROL and not figure.stock]


class GradeForm(Form):
    """How the reasons are, and what lacks."""

    verdict = choice("Hur är motiveringen?", Grading.Verdict.choices, required=True)
    comment = long_text(
        "Vad som brister", rows=3, help_text="Utan namn. Behövs inte när den är bra."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].widget.attrs["class"] = "stacked"
        self.ask_for_all_but()


@require_safe
def selfcheck(request: StaffRequest, month: str = "") -> HttpResponse:
    """The month's: the latest that is over unless told."""
    against = against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    chosen = _month(month)
    units = under(request.user, *READS)
    drawn = sample(chosen, units)
    known = gradings(drawn)
    context = {
        "month": chosen,
        "months": [(one.strftime("%Y-%m"), _words(one)) for one in months()],
        "words": _words(chosen),
        "rows": [{"decision": row, "grading": known.get(row.pk)} for row in drawn],
        "figures": [_figure(figure, chosen, units) for figure in SHOWN],
        "period": _period(chosen).code,
        "unsent": _unsent(units),
    }
    log.record(request.user, AccessLog.Action.LIST, f"Egenkontroll {chosen:%Y-%m}")
    return render(request, "followup/selfcheck.html", context)


def _month(told: str) -> date:
    """The month of the address; 404 for one that is not over, or is long gone."""
    chosen = next((one for one in months() if one.strftime("%Y-%m") == told or not told), None)
    if chosen is None:
        raise Http404
    return chosen


def _words(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


def _period(month: date) -> Period:
    return Period(month.year, "M", month.month)


def _figure(figure: Any, month: date, units: set[int]) -> dict[str, Any]:
    """What the figure came to for the nämnd, small numbers hidden as they are on its own page."""
    asked = Asked(figure, _period(month), clock.today(), tuple(sorted(units)))
    table = Table(asked, "", inside=False)
    return {"figure": figure, "unit": table.columns[table.headline], "all": table.headlines()["*"]}


def _unsent(units: set[int]) -> list[dict[str, Any]]:
    """The decisions whose letter has not gone the day after; by number alone."""
    sent = Dispatch.objects.values("letter__decision")
    rows = Decision.objects.filter(unit__in=units, decided_on__lt=clock.today() - DAY)
    rows = rows.exclude(pk__in=sent)
    found = rows.select_related("unit", "application__case__person")
    return [
        {
            "decision": row,
            "days": (clock.today() - row.decided_on).days,
            "unit": CONCEALED if row.application.case.person.is_protected else row.unit,
        }
        for row in found.order_by("decided_on", "pk")
    ]


def one(request: StaffRequest, month: str, pk: int) -> HttpResponse:
    """One avslag of the sample: its reasons, how it was graded before, and the form."""
    against = against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    chosen = _month(month)
    decision = next(
        (row for row in sample(chosen, under(request.user, *READS)) if row.pk == pk), None
    )
    if decision is None:
        raise Http404
    return _one(request, decision, chosen)


def _one(request: StaffRequest, decision: Decision, month: date) -> HttpResponse:
    by, case = request.user, decision.application.case
    if list(against_barred(case, by)):
        raise Http404
    log.record(by, AccessLog.Action.READ, "Egenkontroll: avslag", case_number=case.number)
    drafting = draft_context(request, None, draft_of(decision))
    form, status = GradeForm(initial=initial_with(drafting["draft"], {})), 200
    against = list(against_grading(decision, month, by))
    if request.method == "POST":
        if against:
            return refused(request, RuleBroken(against), reverse("selfcheck"))
        form = GradeForm(request.POST)
        status = carry_out(form, lambda: grade(decision, month, **form.cleaned_data, by=by))
        if not status:
            messages.success(request, "Bedömningen är sparad.")
            return redirect("selfcheck_month", f"{month:%Y-%m}")
    context = drafting | {
        "decision": decision,
        "rulings": decision.rulings.all(),
        "gradings": decision.gradings.select_related("graded_by"),
        "form": form,
        "against": against,
        "crumbs": [{"label": "Egenkontroll", "url": reverse("selfcheck")}],
    }
    return render(request, "followup/selfcheck_one.html", context, status=status)
