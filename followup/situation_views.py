"""Lägesbild for the chefs of a unit: how it stands, and cases shared out anew."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.access import log_list
from cases.forms.application import coaches_of
from cases.models import Case
from cases.rules import leads
from cases.steps import next_step
from followup import situation
from followup.sharing_out import share_out
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import CHEFER, Unit, User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused
from jobbtorg.ui.forms import Form

NOT_CHEF = Rule("not_chef", "Enhetens chefer ser lägesbilden.", kind="forbidden")
NOBODY = "ingen"


class ShareForm(Form):
    """Which cases, and to whom."""

    cases = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        label="Ärenden",
        error_messages={"required": "Välj minst ett ärende."},
        widget=forms.CheckboxSelectMultiple,
    )
    coach = forms.ModelChoiceField(User.objects.none(), label="Ny coach", empty_label="Välj")

    def __init__(self, *args: Any, cases: list[Case], unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("cases", Case.objects.filter(pk__in=[case.pk for case in cases]))
        self.choose_from("coach", coaches_of(unit))


def _unit(request: StaffRequest) -> Unit | None:
    """The unit whose chef the user is, or stands in for: the first where there are several."""
    held = [*request.user.roles(), *request.user.stood_in_for()]
    chosen = [role.unit for role in held if role.function in CHEFER]
    return next(iter(chosen), None)


def overview(request: StaffRequest) -> HttpResponse:
    """Inflow and outflow by week, ages, the oldest, the late, and what each coach has."""
    unit = _unit(request)
    if unit is None:
        return refused(request, RuleBroken([NOT_CHEF]))
    cases = situation.open_cases(unit, request.user)
    undecided, late = situation.undecided(cases), situation.late(cases)
    shown = situation.shown(dict.fromkeys([*undecided[:5], *late[:10]]))
    rows = {case.pk: _row(case, request.user) for case in shown}
    log_list(request.user, "Lägesbild", shown)
    weeks = situation.weeks(unit)
    context = {
        "unit": unit,
        "weeks": weeks,
        "highest": max(1, *(max(week.came, week.went) for week in weeks)),
        "ages": situation.ages(cases),
        "open": len(cases),
        "oldest": [rows[case.pk] for case in undecided[:5]],
        "late": [rows[case.pk] for case in late[:10]],
        "late_count": len(late),
        "loads": situation.loads(cases),
    }
    return render(request, "followup/situation.html", context)


def _row(case: Case, user: User) -> dict[str, Any]:
    return {"case": case, "days": situation.age(case), "step": next_step(case, user)}


def of_coach(request: StaffRequest, coach: str) -> HttpResponse:
    """What one coach has, or nobody; chosen cases are given to another."""
    unit = _unit(request)
    if unit is None or not leads(request.user, unit):
        return refused(request, RuleBroken([NOT_CHEF]))
    whose = None
    if coach != NOBODY:
        whose = get_object_or_404(User, pk=coach if coach.isdecimal() else 0)
    cases = situation.cases_of(unit, request.user, whose)
    log_list(request.user, f"Lägesbild: {whose or 'utan coach'}", cases)
    if request.method != "POST":
        return _page(request, unit, whose, cases, ShareForm(cases=cases, unit=unit))
    form = ShareForm(request.POST, cases=cases, unit=unit)
    if not form.is_valid():
        return _page(request, unit, whose, cases, form, status=422)
    chosen, to = list(form.cleaned_data["cases"]), form.cleaned_data["coach"]
    left = share_out(chosen, to, by=request.user)
    if len(left) < len(chosen):
        messages.success(request, _done(len(chosen) - len(left), to))
    if left:
        return _page(request, unit, whose, cases, form, left, 409)
    return redirect("situation_of", coach)


def _page(
    request: StaffRequest,
    unit: Unit,
    whose: User | None,
    cases: list[Case],
    form: ShareForm,
    left: dict[Case, list[Rule]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The coach's cases with the form; `left` is what could not be given, and why."""
    context = {
        "unit": unit,
        "coach": whose,
        "rows": [_row(case, request.user) for case in cases],
        "form": form,
        "chosen": {str(value) for value in form["cases"].value() or ()},
        "broken": [
            Rule(rule.code, f"{case.number}: {rule.sentence}")
            for case, rules in (left or {}).items()
            for rule in rules
        ],
        "back": reverse("situation"),
    }
    return render(request, "followup/situation_of.html", context, status=status)


def _done(count: int, coach: User) -> str:
    what = "Ärendet är fördelat" if count == 1 else f"{count} ärenden är fördelade"
    return f"{what} till {coach}. Det står i journalen, och hen ser det på sin arbetslista."
