"""Registerutdrag from a case: when the request came in, and the work that makes the extract."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access import get_case
from cases.views.common import page
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from review.extract_rules import against_extract
from review.extracting import ask_for_extract
from review.forms import ExtractForm


def extract(request: StaffRequest, slug: str) -> HttpResponse:
    """The form; posted to, the registrator is led to the work under Arbeten."""
    case = get_case(request.user, slug, "Registerutdrag")
    against = list(against_extract(case, request.user))
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    form, status = ExtractForm(initial={"received_on": clock.today()}), 200
    if request.method == "POST":
        form = ExtractForm(request.POST)
        asked: list[Job] = []
        status = carry_out(
            form,
            lambda: asked.append(
                ask_for_extract(case, form.cleaned_data["received_on"], by=request.user)
            ),
        )
        if not status:
            return redirect(asked[0])
    context = page(request, case, "person") | {"form": form}
    return render(request, "review/extract.html", context, status=status)
