"""Formuläret Initial bedömning del 2: its versions, and a new one."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.publishing.forms import BLANK, QuestionForm, VersionForm, question_forms
from jobbtorg.rulebook.actions import change_form
from jobbtorg.rulebook.models import AssessmentForm
from jobbtorg.ui.errors import into_form, refused

KEEPERS = (Function.DELEGATIONSADMIN, Function.FORVALTNINGSCHEF)
MOST = 60  # rows of one form


def against_keeping(by: User) -> list[Rule]:
    """Why this user does not change the rulebook."""
    if by.holds(*KEEPERS):
        return []
    sentence = "Bara delegationsadministratören och förvaltningschefen ändrar regelverket."
    return [Rule("not_keeper", sentence, kind="forbidden")]


def versions(request: StaffRequest) -> HttpResponse:
    """Every version of the form, the latest first."""
    rows = AssessmentForm.objects.order_by("-valid_from").prefetch_related("questions")
    context = {"rows": rows, "keeps": not against_keeping(request.user), "today": clock.today()}
    return render(request, "publishing/versions.html", context)


def version(request: StaffRequest, pk: int) -> HttpResponse:
    """One version, as it asks."""
    found = get_object_or_404(AssessmentForm, pk=pk)
    context = {"found": found, "questions": found.questions.all(), "way": _way()}
    return render(request, "publishing/version.html", context)


def new_version(request: StaffRequest) -> HttpResponse:
    """A new version, begun from the latest; nothing that was answered before is touched."""
    against = against_keeping(request.user)
    if against:
        return refused(request, RuleBroken(against), reverse("form_versions"))
    latest = AssessmentForm.objects.latest("valid_from")
    posted = request.POST if request.method == "POST" else None
    rows = _rows(request, latest)
    form, questions = VersionForm(posted), question_forms(posted, latest, rows)
    status = 200
    if posted is not None and posted.get("do") != "more":
        status = 422
        if all([form.is_valid(), *(question.is_valid() for question in questions)]):
            try:
                return _published(request, form, questions)
            except RuleBroken as broken:
                status = into_form(form, broken)
    context = {"form": form, "questions": questions, "rows": rows, "latest": latest}
    context |= {"refused": status == 422, "way": _way()}
    return render(request, "publishing/new_version.html", context, status=status)


def _way() -> list[dict[str, str]]:
    """The way to a version's page."""
    return [{"label": "Formulär", "url": reverse("form_versions")}]


def _rows(request: StaffRequest, latest: AssessmentForm) -> int:
    """How many rows the page has: as posted, and a few more when they are asked for."""
    told = request.POST.get("rows", "")
    rows = int(told) if re.fullmatch("[0-9]{1,3}", told) else latest.questions.count() + BLANK
    return min(rows + BLANK * (request.POST.get("do") == "more"), MOST)


def _published(
    request: StaffRequest, form: VersionForm, questions: list[QuestionForm]
) -> HttpResponse:
    """Makes the version, and shows it."""
    asked = [question.asked() for question in questions]
    made = change_form(
        [row for row in asked if row], form.cleaned_data["valid_from"], by=request.user
    )
    messages.success(request, f"Den nya versionen gäller från {made.valid_from}.")
    return redirect("form_version", pk=made.pk)
