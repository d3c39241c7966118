"""Frister: what is late and what the next fourteen days bring at the unit, for a coach or all."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import log_list
from cases.models import Case
from cases.models.seeing import UNIT_ROLES
from cases.upcoming import ALL_KINDS, Due, those, upcoming
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.spreadsheet import as_csv
from jobbtorg.ui.errors import refused
from jobbtorg.ui.forms import Form

ROWS = 50
NOBODY, EVERYBODY = "ingen", "alla"
COLUMNS = ("Dag", "Frist", "Slag", "Nästa steg", "Ärendenummer", "Ansvarig", "Coach")
NOT_READER = Rule("not_reader", "Enhetens coacher och chefer ser fristerna.", kind="forbidden")


class WhoseForm(Form):
    """Whose deadlines, and of which kind; both stand in the address."""

    coach = forms.ChoiceField(label="Coach", required=False)
    slag = forms.ChoiceField(label="Slag", required=False)

    def __init__(self, data: dict[str, str], coaches: set[User]) -> None:
        super().__init__(data)
        people = sorted((str(coach), str(coach.pk)) for coach in coaches)
        self._offer("slag", ("", "Alla slag"), *((kind, kind) for kind in ALL_KINDS))
        everybody, nobody = (EVERYBODY, "Hela enheten"), (NOBODY, "Utan coach")
        self._offer("coach", everybody, nobody, *((key, name) for name, key in people))
        self.ask_for_all_but()

    def _offer(self, name: str, *choices: tuple[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def chooses(self, coach: int | None) -> bool:
        """Whether a case with the coach, or with none, is one of those asked for."""
        return self.cleaned_data["coach"] in (EVERYBODY, str(coach or NOBODY))

    def keeps(self, due: Due) -> bool:
        """Whether the row is of the kind asked for."""
        return self.cleaned_data["slag"] in ("", due.kind)


@require_safe
def upcoming_page(request: StaffRequest) -> HttpResponse:
    """The list, the soonest first; a coach begins with the own."""
    return _answer(request, as_file=False)


@require_safe
def upcoming_csv(request: StaffRequest) -> HttpResponse:
    """The same for a spreadsheet, without names of persons; logged as printed."""
    return _answer(request, as_file=True)


def _answer(request: StaffRequest, *, as_file: bool) -> HttpResponse:
    user = request.user
    held = [*user.roles(), *(r for r in user.stood_in_for() if r.function in CHEFER)]
    units = [role.unit_id for role in held if role.function in UNIT_ROLES]
    if not units:
        return refused(request, RuleBroken([NOT_READER]))
    seen = Case.objects.visible_to(user).filter(unit__in=units).order_by()
    coach_of = dict(seen.values_list("pk", "coach"))
    coaches = set(User.objects.filter(pk__in={*coach_of.values()} - {None}))
    told = {"coach": EVERYBODY, "slag": ""}
    if all(role.function == Function.COACH for role in held):
        coaches, told = coaches | {user}, told | {"coach": str(user.pk)}
    told |= {name: request.GET[name] for name in told if name in request.GET}
    form = WhoseForm(told, coaches)
    rows = _due(user, form, coach_of) if form.is_valid() else []
    if as_file and form.is_valid():
        log.record(user, AccessLog.Action.EXPORT, "Frister, csv")
        headers = {"Content-Disposition": f'attachment; filename="Frister-{clock.today()}.csv"'}
        return HttpResponse(_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
    return _page(request, form, rows)


def _due(user: User, form: WhoseForm, coach_of: Mapping[int, int | None]) -> list[Due]:
    """What is asked for, of the cases that it can be about: no other is read."""
    chosen = [case for case, coach in coach_of.items() if form.chooses(coach)]
    found = upcoming(user, those(chosen), those(coach_of))
    return [due for due in found if form.keeps(due)]


def _page(request: StaffRequest, form: WhoseForm, rows: list[Due]) -> HttpResponse:
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    log_list(
        request.user,
        "Frister",
        list(dict.fromkeys(due.case for due in page.object_list if due.case)),
    )
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": page.object_list,
        "late": sum(due.is_late for due in rows),
    }
    return render(request, "cases/upcoming.html", context, status=200 if form.is_valid() else 422)


def _csv(rows: list[Due]) -> bytes:
    """A protected person's row tells nothing but that something falls due."""
    lines: list[tuple[object, ...]] = [COLUMNS]
    for due in rows:
        number = "Skyddad" if due.case and due.case.person.is_protected else due.number
        coach = (due.case and due.case.coach) or ""
        lines.append((due.day, due.days, due.kind, due.label, number, due.who, coach))
    return as_csv(lines)
