"""Nämnden utser handläggare: for a report that nobody else can handle, by its number alone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from followup import deviation_handling as handling
from followup.deviation_access import unhandled_for
from followup.deviation_forms import HandToForm
from followup.models import Deviation
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out

WHAT = "Nämnden utser handläggare"


def hand_to(request: StaffRequest, number: str) -> HttpResponse:
    """Whom the nämnd has appointed; the page tells nothing of what has been reported."""
    found = _waiting(request, number)
    form, status = HandToForm(deviation=found), 200
    if request.method == "POST":
        form = HandToForm(request.POST, deviation=found)
        status = carry_out(
            form,
            lambda: handling.hand_to(
                found, form.cleaned_data["user"], form.told(), by=request.user
            ),
        )
        if not status:
            messages.success(request, f"Antecknat. {found.number} är nu handläggarens.")
            return redirect("deviations")
    crumbs = [{"label": "Avvikelser", "url": reverse("deviations")}]
    context = {"deviation": found, "form": form, "crumbs": crumbs}
    return render(request, "followup/deviation_hand_to.html", context, status=status)


def _waiting(request: StaffRequest, number: str) -> Deviation:
    """A report that waits for the nämnd; 404 for all else and for others than its secretary."""
    told = f"{WHAT}, {number}"
    found = unhandled_for(request.user).filter(number=number).first()
    if found is None:
        log.record(request.user, AccessLog.Action.REFUSED, told)
        raise Http404
    log.record(request.user, AccessLog.Action.READ, told)
    return found
