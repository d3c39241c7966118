"""Planerade möten: to plan one, change it and call it off."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from followup import meetings
from followup.insats import Insats
from followup.meeting_form import CallOffForm, ChangeMeetingForm, PlanMeetingForm
from followup.meeting_rules import against_calling_off, against_changing, against_planning
from followup.models import PlannedMeeting
from followup.views import Doing, answer, find_insats
from jobbtorg import clock
from jobbtorg.organisation.requests import StaffRequest

TEMPLATE = "followup/meeting.html"


def plan(request: StaffRequest, slug: str) -> HttpResponse:
    """Planera möte."""
    insats, by = find_insats(request, slug, "Planera möte"), request.user
    doing = Doing(
        meetings.DRAFT,
        against_planning(insats, by),
        partial(PlanMeetingForm, insats=insats),
        lambda form: meetings.plan_meeting(insats.case, form.told(), by=by),
        "Mötet är planerat.",
        "attendance",
        {},
    )
    return answer(request, insats, doing, TEMPLATE, _words("Planera möte", "Planera mötet"))


def change(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Ändra ett planerat möte."""
    insats, by = find_insats(request, slug, "Ändra möte"), request.user
    old = _meeting(insats, pk)
    doing = Doing(
        f"{meetings.DRAFT}-{pk}",
        against_changing(insats, old, by),
        partial(ChangeMeetingForm, insats=insats),
        lambda form: meetings.change_meeting(
            old, form.told(), form.cleaned_data["why_replaced"], by=by
        ),
        "Mötet är ändrat.",
        "attendance",
        _of(old),
    )
    return answer(request, insats, doing, TEMPLATE, _words("Ändra möte", "Ändra mötet", old))


def call_off(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Ställ in ett planerat möte."""
    insats, by = find_insats(request, slug, "Ställ in möte"), request.user
    old = _meeting(insats, pk)
    doing = Doing(
        f"{meetings.CALLING_OFF}-{pk}",
        against_calling_off(insats, old, by),
        CallOffForm,
        lambda form: meetings.call_off_meeting(old, form.cleaned_data["why_replaced"], by=by),
        "Mötet är inställt.",
        "attendance",
        {},
    )
    return answer(request, insats, doing, TEMPLATE, _words("Ställ in möte", "Ställ in mötet", old))


def _words(heading: str, button: str, old: PlannedMeeting | None = None) -> dict[str, Any]:
    return {"heading": heading, "button": button, "old": old}


def _meeting(insats: Insats, pk: int) -> PlannedMeeting:
    """The meeting of the insats, as the latest row has it."""
    rows = PlannedMeeting.objects.filter(assignment=insats.assignment).select_related("activity")
    return get_object_or_404(rows, pk=pk)


def _of(old: PlannedMeeting) -> dict[str, Any]:
    """What the form begins with when a meeting is changed."""
    at = old.meeting_at.astimezone(clock.STOCKHOLM)
    kept = {name: getattr(old, name) for name in ("activity", "manner", "place", "purpose")}
    return kept | {"meeting_on": at.date(), "meeting_time": at.time()}
