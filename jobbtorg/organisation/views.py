"""The delegation register, as it stands on a day."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobbtorg import clock
from jobbtorg.organisation.models import Appointment, Delegation


def delegations(request: HttpRequest) -> HttpResponse:
    """Nämnd → förvaltningschef → chefs, with who holds each function: Gäller på datum."""
    asked = request.GET.get("datum", "")
    try:
        day, wrong = (date.fromisoformat(asked) if asked else clock.today()), False
    except ValueError:
        day, wrong = clock.today(), True
    given = Delegation.objects.on(day).select_related("power", "unit", "namnd_decision", "ground")
    holders: dict[tuple[int, str], list[str]] = {}
    for held in Appointment.objects.on(day).select_related("user"):
        holders.setdefault((held.unit_id, held.function), []).append(str(held.user))
    tops = []
    for top in given.filter(ground=None).order_by("power__name"):
        rows = [row for row in given if row.ground_id == top.pk]
        rows.sort(key=lambda row: (row.unit.name, -len(row.function)))
        tops.append(
            {
                "row": top,
                "holders": holders.get((top.unit_id, top.function), []),
                "rows": [(r, holders.get((r.unit_id, r.function), [])) for r in rows],
            }
        )
    context = {"day": day, "asked": asked, "wrong": wrong, "tops": tops}
    return render(request, "organisation/delegations.html", context, status=422 if wrong else 200)
