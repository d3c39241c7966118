"""Keeps and discards drafts; answers drafts.js in JSON, and a person in a redirect."""

import re

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases import drafts
from cases.access import get_case
from cases.communicating import MEET, REPLY, SEND, WAIVE
from cases.forms.parts import FORMS
from cases.models import Case, Draft
from cases.opening import DRAFT as OPENING
from cases.opening import EXPLANATION
from cases.summoning import DRAFT as SUMMONS
from cases.views.common import posted
from jobbtorg.organisation.requests import StaffRequest

REVISION = re.compile("[0-9]{1,9}")
OF_APPLICATIONS = {
    "fortydligande", "komplettering", "kompletteringssvar", "aterkallelse", "begaran", "drojsmal",
}  # fmt: skip
OF_PERSONS = {"personen", "skydd", "nummer", "ombud", "ombud-slut"}
OF_DECISIONS = {"beslut", "aterlamna", "hanskjut", "namndens-beslut", "tillbaka"}
OF_COMMUNICATION = {SEND, REPLY, MEET, WAIVE}
OF_CASES = {
    "anteckning", "jav", "kontakt", "samtycke", "hanvisning", "samrad", "utlamnande", SUMMONS,
}  # fmt: skip
OF_INSATS = {
    "uppdrag", "jobbplan", "mote", "narvaro", "handelse", "insatsuppfoljning", "avslut",
    "ratta-avslut", "oppna-insats",
}  # fmt: skip
KEPT_FORMS = {
    *FORMS, *OF_INSATS, *OF_APPLICATIONS, *OF_PERSONS, *OF_COMMUNICATION, *OF_CASES, *OF_DECISIONS,
    "ny-ansokan", "fras", OPENING,
}  # fmt: skip
OF_KINDS = "(hanskjut-)?(avvisning|avskrivning|avslag_avgorande|rattelse|andring|upphorande)"
OF_APPEALS = (
    "rattidsprovning|omprovning|yttrande|hand_over|forward|send_more|send_elsewhere|fran-ratten"
    "|till-personen|dom|ratta-fran-ratten|ratta-dom|verkstall|ta-upp"
)
OF_DISCLOSURE = "utlamnande-(kopia|ut|svar|begart|beslut|ratten)"
OF_DEVIATIONS = "avvikelse-[a-z]{2,8}(-[a-z]{2,6})?"
OF_A_ROW = re.compile(
    f"{OF_KINDS}(-[0-9]{{1,18}})?|(anteckning|narvaro(-mote|-kallelse)?|mote(-installt)?|handelse|fras|ny-ansokan|uppfoljning"
    f"|underlag|svar-underlag|egenkontroll|logg-forklaring|{EXPLANATION}"
    f"|{OF_APPEALS}|{OF_DISCLOSURE}|{OF_DEVIATIONS})-[0-9]{{1,18}}"
)


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
    except drafts.NewerElsewhere as elsewhere:
        return _compare(elsewhere.draft)
    return JsonResponse({"saved": kept.saved, "revision": kept.revision})


def _compare(newer: Draft) -> HttpResponse:
    """The user's own newer text of the same form, for compare.js to show beside the one here."""
    message = (
        "Du har nyare text i en annan flik. Den här fliken sparar inte längre: kopiera det "
        "du vill behålla och ladda om sidan för att jämföra."
    )
    other = {"data": newer.data, "revision": newer.revision, "saved": drafts.saved_at(newer)}
    return JsonResponse({"message": message, "newer": other}, status=409)


@require_POST
def discard(request: StaffRequest, form: str, slug: str = "") -> HttpResponse:
    """Back to what was saved, at the writer's word."""
    drafts.discard(request.user, _case(request, slug, form), form)
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/") and not back.startswith("//") else "worklist")


def _case(request: StaffRequest, slug: str, form: str) -> Case | None:
    """The case that the draft belongs to, if the user may see it."""
    if form not in KEPT_FORMS and not OF_A_ROW.fullmatch(form):
        raise Http404
    return get_case(request.user, slug, "Utkast", action=None) if slug else None
