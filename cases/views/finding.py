"""Sök: a person or case by the lawful terms, from every page. Förordning 2001:637 15 §."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.finding import SHOWN, Found, find
from cases.models import Status
from cases.steps import TONES
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.once import asked_once
from jobbtorg.organisation.requests import StaffRequest

MOST_LETTERS = 100


@require_http_methods(["GET", "HEAD", "POST"])
@asked_once()  # a search only reads, though it is posted
def find_case(request: StaffRequest) -> HttpResponse:
    """The hits among what the user sees; the one case of a whole number is opened at once.

    The term comes by POST: a name or a number is never part of an address.
    """
    if request.method != "POST":
        return render(request, "cases/find.html")
    term = " ".join(request.POST.get("term", "").split())[:MOST_LETTERS]
    found = find(term, request.user, SHOWN)
    if found.wrong:
        return render(request, "cases/find.html", {"term": term, "found": found}, status=422)
    _log(request, found)
    if found.by_number and len(found.cases) == 1:
        return redirect(found.cases[0])
    rows = [{"case": case, "tone": TONES[Status(case.status)]} for case in found.cases]
    return render(request, "cases/find.html", {"term": term, "found": found, "rows": rows})


def _log(request: StaffRequest, found: Found) -> None:
    """What was asked for, and which cases were shown."""
    what = f"Sökte ärende på {'nummer' if found.by_number else 'namn'}"
    shown = [case.number for case in found.cases]
    reason = f"Sökte: {found.term}"
    log.record(request.user, AccessLog.Action.SEARCH, what, shown=shown, reason=reason)
