"""What is known of the staff, so that their own and relatives' cases are found in the log."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from review import actions, rules
from review.forms import FactsForm
from review.models import ReaderFacts
from review.views import CRUMBS


def facts(request: StaffRequest) -> HttpResponse:
    """Of whom something is noted, and the form."""
    against = rules.against_noting_facts(request.user)
    if against:
        return refused(request, RuleBroken(against))
    form, status = FactsForm(by=request.user), 200
    if request.method == "POST":
        form = FactsForm(request.POST, by=request.user)
        status = carry_out(
            form,
            lambda: actions.note_facts(form.cleaned_data["user"], form.told(), by=request.user),
        )
        if not status:
            messages.success(request, "Uppgifterna är sparade.")
            return redirect("reader_facts")
    noted = ReaderFacts.objects.filter(user__in=rules.staff_of(request.user))
    noted = noted.select_related("user").order_by("user__first_name", "pk")
    context = {"form": form, "noted": noted, "crumbs": CRUMBS}
    return render(request, "review/facts.html", context, status=status)
