"""Utlämnande in a case: the list, the page of one request, and the files that came of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access import get_case
from cases.views.common import page, pdf, preview_of
from disclosure import actions, rules
from disclosure.models import Disclosure, MaskedCopy, Refusal, Release
from disclosure.standing import Standing
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest


def find(request: StaffRequest, slug: str, pk: int, what: str) -> Disclosure:
    """The request in a case that the user may see, logged as read."""
    case = get_case(request.user, slug, f"Utlämnande: {what}")
    return get_object_or_404(Disclosure.objects.whole().filter(case=case), pk=pk)


def told_of(found: Disclosure) -> dict[str, Any]:
    """What every page of a request shows beside its own."""
    return {"found": found, "standing": Standing(found), "facts": facts_of(found)}


def facts_of(found: Disclosure) -> list[dict[str, str]]:
    """The registration, row by row."""
    rows = [
        ("Begärt av", f"{found.who} ({found.get_asker_display().lower()})"),
        ("Kom in", f"{found.came_on}, {found.get_how_display().lower()}"),
        ("Begär", found.asks),
        ("Registrerat", f"{found.registered_at:%Y-%m-%d} av {found.registered_by}"),
    ]
    return [{"label": label, "value": value} for label, value in rows]


@require_safe
def disclosures(request: StaffRequest, slug: str) -> HttpResponse:
    """The case's requests, each with where it stands."""
    case = get_case(request.user, slug, "Utlämnanden")
    rows = [Standing(row) for row in Disclosure.objects.whole().filter(case=case)]
    context = page(request, case, "disclosures") | {
        "rows": rows,
        "against": rules.against_handling(case, request.user),
    }
    return render(request, "disclosure/disclosures.html", context)


@require_safe
def disclosure(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """One request: what is asked, what has been made, given, answered and decided."""
    found = find(request, slug, pk, "begäran")
    context = page(request, found.case, "disclosures") | told_of(found)
    context |= {"action": None, "steps": steps_for(found, request.user)}
    context["who_decides"] = rules.who_decides(found.case.unit)
    return render(request, "disclosure/disclosure.html", context)


def steps_for(found: Disclosure, user: User) -> list[dict[str, str]]:
    """What the user can do now; the first is what comes next."""
    standing = Standing(found)
    copy, release = standing.copy, standing.release
    steps = []

    def offer(label: str, name: str, against: Any, *args: Any) -> None:
        if not against:
            url = reverse(name, args=[found.case.slug, found.pk, *args])
            steps.append({"label": label, "url": url})

    if standing.waits_for_decision:
        offer("Fatta myndighetens beslut", "decide_disclosure", rules.against_deciding(found, user))
        answering = rules.against_answering(found, user)
        offer("Registrera nämndens beslut", "namnd_disclosure", answering)
        offer("Nämnden lämnar tillbaka frågan", "hand_back_disclosure", answering)
    preparing = rules.against_preparing(found, user)
    if copy and not release:
        offer("Gå igenom kopian", "masked_copy", preparing, copy.pk)
    if release:
        offer("Lämna ut kopian", "give_copy", rules.against_giving(release, found, user))
    again = "Gör en ny kopia" if copy else "Välj handlingar och maska"
    offer(again, "prepare_copy", preparing)
    offer("Svara att inget lämnas ut", "reply_disclosure", rules.against_replying(found, user))
    if standing.waits_for_decision:
        offer("Hänskjut till nämnden", "refer_disclosure", rules.against_referring(found, user))
    offer("Beslut har begärts", "demand_decision", rules.against_demanding(found, user))
    against = rules.against_noting_appeal(standing.refusal, found.case, user)
    offer("Beslutet är överklagat", "note_disclosure_appeal", against)
    return steps


@require_safe
def copy_pdf(request: StaffRequest, slug: str, pk: int, copy: int) -> HttpResponse:
    """The copy, byte for byte, logged as printed; whoever handles it has had it before them."""
    case = get_case(request.user, slug, "Maskad kopia", action=AccessLog.Action.PRINT)
    row = get_object_or_404(MaskedCopy, disclosure__case=case, disclosure=pk, pk=copy)
    unreleased = not Release.objects.filter(copy=row).exists()
    if unreleased and not rules.against_handling(case, request.user):
        content = actions.look_through(row, by=request.user)
    else:
        content = bytes(row.pdf)
    return pdf(content, f"Maskad-kopia-{slug}-{row.pk}.pdf")


@require_safe
def refusal_pdf(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The authority's decision, byte for byte, logged as printed."""
    what = "Beslut om utlämnande"
    case = get_case(request.user, slug, what, action=AccessLog.Action.PRINT)
    row = get_object_or_404(Refusal, disclosure__case=case, disclosure=pk)
    return pdf(bytes(row.pdf), f"Beslut-om-utlamnande-{slug}.pdf")


@require_safe
def preview_pdf(request: StaffRequest, slug: str, pk: int, sha256: str) -> HttpResponse:
    """The decision as it would be sent, as the user's own preview."""
    found = find(request, slug, pk, "förhandsgranskning")
    return pdf(bytes(preview_of(request, found.case, sha256).pdf), f"Forhandsgranskning-{slug}.pdf")
