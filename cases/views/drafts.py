"""Keeps and discards drafts; answers drafts.js in JSON, and a person in a redirect."""

import re

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases import drafts
from cases.access import get_case
from cases.communicating import MEET, REPLY, SEND, WAIVE
from cases.forms.parts import FORMS
from cases.models import Case
from cases.views.common import posted
from jobbtorg.organisation.requests import StaffRequest

REVISION = re.compile("[0-9]{1,9}")
OF_COMMUNICATION = {SEND, REPLY, MEET, WAIVE}
OF_DECISIONS = {"beslut", "aterlamna", "hanskjut", "namndens-beslut", "tillbaka"}
KEPT_FORMS = {*FORMS, *OF_DECISIONS, *OF_COMMUNICATION, "ny-ansokan", "anteckning", "jav"}


@require_POST
def draft(request: StaffRequest, form: str, slug: str = "") -> HttpResponse:
    """What stands in the form, kept every few seconds while it is written."""
    case = _case(request, slug, form)
    if request.POST.get("owner", str(request.user.pk)) != str(request.user.pk):
        message = (
            "Någon annan har loggat in i den här webbläsaren. Texten på sidan sparas inte. "
            "Kopiera den om du behöver den och logga in som dig själv."
        )
        return JsonResponse({"message": message}, status=409)
    data = posted(request.POST)
    if sum(len(v) for values in data.values() for v in values) > drafts.LARGEST:
        message = "Texten är för lång för att sparas som utkast. Spara den i delar."
        return JsonResponse({"message": message}, status=413)
    revision = request.POST.get("revision", "0")
    try:
        kept = drafts.keep(
            request.user, case, form, data, int(revision) if REVISION.fullmatch(revision) else 0
        )
    except drafts.NewerElsewhere:
        message = (
            "Du har nyare text i en annan flik. Den här fliken sparar inte längre: kopiera det "
            "du vill behålla och ladda om sidan för att jämföra."
        )
        return JsonResponse({"message": message}, status=409)
    return JsonResponse({"saved": kept.saved, "revision": kept.revision})


@require_POST
def discard(request: StaffRequest, form: str, slug: str = "") -> HttpResponse:
    """Back to what was saved, at the writer's word."""
    drafts.discard(request.user, _case(request, slug, form), form)
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/") and not back.startswith("//") else "worklist")


def _case(request: StaffRequest, slug: str, form: str) -> Case | None:
    """The case that the draft belongs to, if the user may see it."""
    if form not in KEPT_FORMS:
        raise Http404
    return get_case(request.user, slug, "Utkast", action=None) if slug else None
