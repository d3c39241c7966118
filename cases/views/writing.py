"""A page that is one form for one act on a case: it keeps drafts, refuses in words, leads back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access import get_case
from cases.models import Case
from cases.views.common import draft_context, initial_with, page
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form


@dataclass(frozen=True)
class Writing:
    """What the page is called, what it asks, and the act that it ends in.

    `against` answers why the user cannot do it at all; `back` names the page to return to, or
    the worklist when the act takes the case out of the user's sight.
    """

    title: str
    button: str
    done: str
    draft: str
    form: Callable[..., Form]
    act: Callable[[Case, dict[str, Any], User], Any]
    against: Callable[[Case, User], list[Rule]]
    back: str = "application"
    lead: str = ""
    initial: Callable[[Case], dict[str, Any]] = lambda case: {}


def write(request: StaffRequest, slug: str, writing: Writing) -> HttpResponse:
    """The form, or on POST the act; a refusal stands beside its field and nothing is lost."""
    case = get_case(request.user, slug, writing.title)
    against = writing.against(case, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    drafting = draft_context(request, case, writing.draft)
    form = writing.form(initial=initial_with(drafting["draft"], writing.initial(case)))
    status = 200
    if request.method == "POST":
        form = writing.form(request.POST)
        status = carry_out(form, lambda: writing.act(case, form.cleaned_data, request.user))
        if not status:
            messages.success(request, writing.done)
            if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
                return redirect("worklist")
            return redirect(writing.back, slug=slug)
    context = page(request, case, writing.back) | drafting
    context |= {"form": form, "writing": writing}
    return render(request, "cases/writing.html", context, status=status)
