"""Pages on who works where: appointments, absence, training and units."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.changes import changes_of_rows
from jobbtorg.organisation.ending import about_absence
from jobbtorg.organisation.models import (
    Absence,
    Appointment,
    Course,
    Training,
    Unit,
    User,
)
from jobbtorg.organisation.pages import keepers_change, keepers_only, page, reading, writing
from jobbtorg.organisation.register.forms import EndForm
from jobbtorg.organisation.register.tree import as_it_stood
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.organisation.staff import actions
from jobbtorg.organisation.staff.forms import (
    AbsenceForm,
    AppointmentForm,
    CloseForm,
    DayForm,
    TrainingForm,
)
from jobbtorg.organisation.staff.rules import NEEDED_TRAINING
from jobbtorg.rulebook.models import setting
from jobbtorg.ui.errors import into_form, refused
from jobbtorg.ui.forms import Form


def done(form: Form, act: Callable[[dict[str, Any]], Any]) -> int:
    """Does the act with what the form holds: 302 when it is done, else the refusal's status."""
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except RuleBroken as broken:
        return into_form(form, broken)
    return 302


@reading
def appointments(request: StaffRequest) -> HttpResponse:
    """Who holds which function where, on a day: exactly as it stood."""
    form = DayForm(request.GET)
    day = (form.is_valid() and form.cleaned_data["datum"]) or clock.today()
    units, users = Unit.objects.in_bulk(), User.objects.in_bulk()
    rows = []
    for row in as_it_stood(Appointment, day):
        row.unit, row.user = units[row.unit_id], users[row.user_id]
        text, tone = row.status(day)
        if text not in ("Upphörd", "Återtagen"):
            rows.append({"row": row, "status": text, "tone": tone})
    rows.sort(key=lambda r: (r["row"].unit.name, len(r["row"].function), str(r["row"].user)))
    context = page(request, "appointments") | {
        "form": form,
        "day": day,
        "groups": [(unit, list(g)) for unit, g in groupby(rows, key=lambda r: r["row"].unit)],
    }
    status = 200 if form.is_valid() else 422
    return render(request, "organisation/appointments.html", context, status=status)


@writing
@keepers_only
def appoint(request: StaffRequest) -> HttpResponse:
    """Nytt förordnande."""
    form, status = AppointmentForm(initial={"valid_from": clock.today()}), 200
    if request.method == "POST":
        form = AppointmentForm(request.POST)
        status = done(
            form,
            lambda data: actions.appoint(form.told(), by=request.user, confirmed=data["confirmed"]),
        )
        if status == 302:
            messages.success(request, f"{form.cleaned_data['user']} är förordnad.")
            return redirect("appointments")
    context = page(request, "appointments") | {"form": form}
    return render(request, "organisation/appoint.html", context, status=status)


@writing
@keepers_change
def appointment(request: StaffRequest, pk: int) -> HttpResponse:
    """An appointment: its versions, and how to end it."""
    found = get_object_or_404(Appointment.objects.select_related("user", "unit"), pk=pk)
    form, status = EndForm(initial={"seen": found.version, "last_day": clock.today()}), 200
    if request.method == "POST":
        form = EndForm(request.POST)
        status = done(form, lambda data: actions.end_appointment(found, **data, by=request.user))
        if status == 302:
            last_day = form.cleaned_data["last_day"]
            messages.success(request, f"Förordnandet upphör {last_day}.")
            return redirect("appointment", pk=pk)
    text, tone = found.status()
    context = page(request, "appointments")
    context |= {
        "row": found,
        "status": text,
        "tone": tone,
        "form": form,
        "upcoming": text == "Kommande",
        "may_end": context["keeps"] and text not in ("Upphörd", "Återtagen"),
        "changes": changes_of_rows([found]),
    }
    return render(request, "organisation/appointment.html", context, status=status)


@require_POST
def withdraw_appointment(request: StaffRequest, pk: int) -> HttpResponse:
    """Återta: an appointment that has not begun."""
    found = get_object_or_404(Appointment, pk=pk)
    seen = request.POST.get("seen", "")
    try:
        actions.withdraw_appointment(
            found, by=request.user, seen=int(seen) if seen.isdigit() else 0
        )
    except RuleBroken as broken:
        return refused(request, broken, reverse("appointment", args=[pk]))
    messages.success(request, "Förordnandet är återtaget. Det har aldrig gällt.")
    return redirect("appointment", pk=pk)


@writing
def absences(request: StaffRequest) -> HttpResponse:
    """Who is away and who takes the work; one notes one's own, the chef those at the unit."""
    form, status = AbsenceForm(by=request.user, initial={"valid_from": clock.today()}), 200
    if request.method == "POST":
        form = AbsenceForm(request.POST, by=request.user)
        status = done(form, lambda data: actions.note_absence(**data, by=request.user))
        if status == 302:
            substitute = form.cleaned_data["substitute"]
            messages.success(request, f"Frånvaron är antecknad. {substitute} tar över arbetet.")
            _warn_of_absence(request, form.cleaned_data)
            return redirect("absences")
    rows = Absence.objects.filter(withdrawn_on=None, valid_to__gte=clock.today())
    chosen = [
        {"row": row, "tag": row.status(), "may_end": _may_end(request.user, row)}
        for row in rows.select_related("user", "substitute").order_by("valid_from", "pk")
    ]
    fields = form.fields["user"]
    context = page(request, "absences") | {
        "form": form,
        "rows": chosen,
        "may_note": fields.queryset.exists(),  # type: ignore[attr-defined]
    }
    return render(request, "organisation/absences.html", context, status=status)


def _warn_of_absence(request: StaffRequest, noted: dict[str, Any]) -> None:
    """Where nobody else decides meanwhile: the substitute has the work, not the delegation."""
    for told in about_absence(noted["user"], noted["valid_from"], noted["valid_to"]):
        messages.warning(request, told)


def _may_end(user: User, row: Absence) -> bool:
    return not list(actions.rules.against_noting_absence(row.user, user))


@require_POST
def end_absence(request: StaffRequest, pk: int) -> HttpResponse:
    """Tillbaka i dag."""
    found = get_object_or_404(Absence, pk=pk)
    try:
        actions.end_absence(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, reverse("absences"))
    messages.success(request, f"{found.user} är tillbaka i arbete.")
    return redirect("absences")


@writing
@keepers_change
def trainings(request: StaffRequest) -> HttpResponse:
    """Completed training, and which of it is needed to decide."""
    form, status = TrainingForm(), 200
    if request.method == "POST":
        form = TrainingForm(request.POST)
        status = done(form, lambda data: actions.note_training(**data, by=request.user))
        if status == 302:
            messages.success(request, "Utbildningen är antecknad.")
            return redirect("trainings")
    rows = Training.objects.filter(withdrawn_on=None).select_related("user", "course")
    context = page(request, "trainings") | {
        "form": form,
        "rows": rows[:200],
        "needed": Course.objects.filter(code__in=setting(NEEDED_TRAINING)),
        "refused_forms": [form] if form.errors else [],
    }
    return render(request, "organisation/trainings.html", context, status=status)


@require_POST
def withdraw_training(request: StaffRequest, pk: int) -> HttpResponse:
    """Återta: a note that was wrong."""
    found = get_object_or_404(Training, pk=pk)
    try:
        actions.withdraw_training(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, reverse("trainings"))
    messages.success(request, "Anteckningen är återtagen.")
    return redirect("trainings")


@reading
def units(request: StaffRequest) -> HttpResponse:
    """The units, and what they are part of."""
    found = Unit.objects.select_related("part_of").order_by("last_day", "kind", "name")
    context = page(request, "units") | {"units": found}
    return render(request, "organisation/units.html", context)


@writing
@keepers_change
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    """A unit: who works there, and how to close it."""
    found = get_object_or_404(Unit.objects.select_related("part_of"), pk=pk)
    form, status = CloseForm(), 200
    if request.method == "POST":
        form = CloseForm(request.POST)
        status = done(form, lambda data: actions.close_unit(found, **data, by=request.user))
        if status == 302:
            last_day = form.cleaned_data["last_day"]
            messages.success(request, f"{found} stänger efter {last_day}.")
            return redirect("unit", pk=pk)
    held = found.appointments.on().select_related("user").order_by("function", "user__first_name")
    context = page(request, "units")
    context |= {
        "unit": found,
        "held": held,
        "form": form,
        "may_close": context["keeps"]
        and found.kind in actions.rules.WORKING
        and found.last_day is None,
        "changes": changes_of_rows([found]),
    }
    return render(request, "organisation/unit.html", context, status=status)
