"""The pages of an insats: uppdrag, närvaro, händelser, uppföljning and avslut."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.access import get_case
from cases.views.common import draft_context, initial_with, page
from followup import assigning, closing, following, noting
from followup.assigning_rules import against_giving, against_taking_on
from followup.closing_rules import against_correcting, against_ending, against_reopening
from followup.following_rules import against_following, hat_of
from followup.forms import (
    AttendanceForm,
    CloseForm,
    CorrectClosingForm,
    EventForm,
    FollowUpForm,
    GiveForm,
    ReopenForm,
    TakeForm,
)
from followup.insats import Insats, insats_of
from followup.meeting_list import attended, meetings_of
from followup.models import Assignment, Attendance, Closing, Event, FollowUp
from followup.noting_rules import against_noting
from followup.planning_rules import against_planning
from followup.prefilled import closing_of, first_assignment
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form

CLOSING, PUT_RIGHT = "followup/closing.html", "followup/closing_put_right.html"


@dataclass(frozen=True)
class Doing:
    """One form of a page: what stands in the way, what it does, and what it says afterwards."""

    name: str
    against: list[Rule]
    form: Callable[..., Form]
    act: Callable[[Any], Any]
    done: str
    next: str
    initial: dict[str, Any]


def find_insats(request: StaffRequest, slug: str, what: str) -> Insats:
    """The insats of a case that the user may see; 404 where none is granted."""
    case = get_case(request.user, slug, what)
    insats = insats_of(case)
    if insats is None:
        raise Http404
    return insats


def answer(
    request: StaffRequest, insats: Insats, doing: Doing, template: str, shown: dict[str, Any]
) -> HttpResponse:
    """The page with its form; posted to, the act, and on to the next page."""
    case = insats.case
    drafting = draft_context(request, case, doing.name)
    form = doing.form(initial=initial_with(drafting["draft"], doing.initial))
    status = 200
    if request.method == "POST":
        if doing.against:
            return refused(request, RuleBroken(doing.against), case.get_absolute_url())
        form = doing.form(request.POST)
        status = carry_out(form, lambda: doing.act(form))
        if not status:
            messages.success(request, doing.done)
            return redirect(doing.next, slug=case.slug)
    context = page(request, case, doing.next) | drafting | shown
    context |= {"insats": insats, "form": form, "against": doing.against}
    return render(request, template, context, status=status)


def assignment(request: StaffRequest, slug: str) -> HttpResponse:
    """The uppdrag: given here by the chef, taken on by the coach, and then what it is."""
    insats, by = find_insats(request, slug, "Uppdrag och jobbplan"), request.user
    given = insats.assignment
    if given is None:
        doing = Doing(
            assigning.DRAFT,
            against_giving(insats, by),
            partial(GiveForm, insats=insats),
            lambda form: assigning.give_assignment(insats.case, form.told(), by=by),
            "Uppdraget är gett.",
            "assignment",
            first_assignment(insats),
        )
    else:
        begins = clock.today() if insats.first_day <= clock.today() else None
        doing = Doing(
            "ta-emot",
            against_taking_on(insats, by),
            TakeForm,
            lambda form: assigning.take_on(insats.case, form.cleaned_data["started_on"], by=by),
            "Du har tagit emot uppdraget.",
            "assignment",
            {"started_on": None if insats.begun else begins},
        )
    shown = _told_of(insats) | {"may_plan": not against_planning(insats, by)}
    return answer(request, insats, doing, "followup/assignment.html", shown)


def _told_of(insats: Insats) -> dict[str, Any]:
    """What the page of the uppdrag shows besides its form."""
    given = insats.assignment
    earlier = Assignment.objects.filter(application__case=insats.case)
    found = {
        "earlier": earlier.exclude(application=insats.application)
        .select_related("coach", "decision")
        .prefetch_related("plans")
    }
    if given is None:
        return found
    return found | {
        "acceptances": given.acceptances.select_related("coach"),
        "attendances": given.attendances.current().select_related("activity", "noted_by")[:5],
        "events": given.events.current().select_related("noted_by")[:5],
        "follow_ups": given.follow_ups.select_related("written_by")[:3],
    }


def attendance(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Närvaro: meetings that are planned, all that is noted, and one more; with `pk`, in place of
    what was noted wrong; with a meeting in the address, begun with that meeting."""
    insats = find_insats(request, slug, "Närvaro")
    begun = ("", {}) if pk else attended(insats, request.GET)
    return _noted(request, insats, "attendance", Attendance, AttendanceForm, pk, begun)


def events(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Händelser: all that is noted, and one more; with `pk`, in place of what was noted wrong."""
    insats = find_insats(request, slug, "Händelser av betydelse")
    return _noted(request, insats, "events", Event, EventForm, pk)


def _noted(
    request: StaffRequest,
    insats: Insats,
    name: str,
    model: Any,
    form: Any,
    pk: int | None,
    begun: tuple[str, dict[str, Any]] = ("", {}),
) -> HttpResponse:
    """The page of what is noted day by day; `begun` is a draft's name and what the form has."""
    rows = model.objects.filter(assignment=insats.assignment)
    old = get_object_or_404(rows.current(), pk=pk) if pk else None
    act: Any = noting.note_attendance if model is Attendance else noting.note_event
    draft = noting.ATTENDANCE if model is Attendance else noting.EVENT
    doing = Doing(
        f"{draft}-{pk}" if pk else begun[0] or draft,
        against_noting(insats, request.user),
        partial(form, insats=insats, replaces=old),
        lambda done: act(
            insats.case, done.told(), by=request.user, replaces=old, why_replaced=done.why
        ),
        "Rättat." if old else "Antecknat.",
        name,
        _of(old) or begun[1],
    )
    relations = ["noted_by", "replaced_by__noted_by"]
    if model is Attendance:
        relations += ["activity", "summons", "meeting"]
    shown = {"rows": rows.select_related(*relations), "old": old}
    if model is Attendance and not old:
        shown["meetings"] = meetings_of(insats)
    return answer(request, insats, doing, f"followup/{name}.html", shown)


def _of(old: Any) -> dict[str, Any]:
    """What the form begins with when something is put right."""
    names = ("happened_on", "activity", "outcome", "summons", "meeting", "kind", "text", "measures")
    return {name: getattr(old, name) for name in names if hasattr(old, name)} if old else {}


def follow_ups(request: StaffRequest, slug: str) -> HttpResponse:
    """Uppföljning: those that were made, and the next, in the user's own hat."""
    insats, by = find_insats(request, slug, "Uppföljning"), request.user
    hat = hat_of(insats, by)
    given = insats.assignment
    doing = Doing(
        following.DRAFT,
        against_following(insats, hat, by),
        partial(FollowUpForm, hat=hat),
        lambda form: following.follow_up(insats.case, hat, form.told(), by=by),
        "Uppföljningen är sparad.",
        "follow_ups",
        {},
    )
    shown = {
        "rows": given.follow_ups.select_related("written_by") if given else [],
        "hat": FollowUp.Hat(hat).label,
        "happened": given.events.current() if given else [],
        "absent": given.attendances.current().exclude(outcome="narvarande") if given else [],
        "new_application": reverse("register"),
    }
    return answer(request, insats, doing, "followup/follow_ups.html", shown)


def close_insats(request: StaffRequest, slug: str) -> HttpResponse:
    """Avsluta insats; afterwards what was told of it."""
    insats, by = find_insats(request, slug, "Avsluta insats"), request.user
    doing = Doing(
        closing.DRAFT,
        against_ending(insats, by),
        partial(CloseForm, insats=insats),
        lambda form: closing.close_insats(insats.case, form.told(), by=by),
        "Insatsen är avslutad.",
        "close_insats",
        closing_of(insats),
    )
    return answer(request, insats, doing, CLOSING, _told_of_closing(insats, by))


def _told_of_closing(insats: Insats, by: User) -> dict[str, Any]:
    """What was noted wrong before, the latest first; and whether it can be put right."""
    put_right = Closing.objects.filter(
        application=insats.application, strikes=False, replaced_by__isnull=False
    )
    return {
        "struck": put_right.select_related("reason", "replaced_by__noted_by").order_by("-pk"),
        "corrects": not against_correcting(insats, by),
        "reopens": not against_reopening(insats, by),
    }


def correct_closing(request: StaffRequest, slug: str) -> HttpResponse:
    """Rätta avslutet: the form with what was noted."""
    insats, by = find_insats(request, slug, "Rätta avslutet"), request.user
    doing = Doing(
        closing.CORRECTING,
        against_correcting(insats, by),
        partial(CorrectClosingForm, insats=insats),
        lambda form: closing.correct_closing(
            insats.case, form.told(), form.cleaned_data["why_replaced"], by=by
        ),
        "Avslutet är rättat.",
        "close_insats",
        model_to_dict(insats.closing, exclude=["why_replaced"]) if insats.closing else {},
    )
    shown = {"heading": "Rätta avslutet", "button": "Rätta avslutet"}
    return answer(request, insats, doing, PUT_RIGHT, shown)


def reopen_insats(request: StaffRequest, slug: str) -> HttpResponse:
    """Öppna insatsen igen: for a closing that was a mistake."""
    insats, by = find_insats(request, slug, "Öppna insatsen igen"), request.user
    doing = Doing(
        closing.REOPENING,
        against_reopening(insats, by),
        ReopenForm,
        lambda form: closing.reopen_insats(insats.case, form.cleaned_data["why_replaced"], by=by),
        "Insatsen är öppen igen.",
        "assignment",
        {},
    )
    shown = {"heading": "Öppna insatsen igen", "button": "Öppna insatsen igen"}
    return answer(request, insats, doing, PUT_RIGHT, shown)
