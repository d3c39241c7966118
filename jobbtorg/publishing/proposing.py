"""The pages of a proposal: to make it, to read it with its test letters, to publish it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.letters import LetterTextError
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.publishing import actions, rules, samples
from jobbtorg.publishing.book import book_with
from jobbtorg.publishing.forms import EndForm, ReportForm, Sheet
from jobbtorg.publishing.pages import (
    entries_or_404,
    latest_or_404,
    publishers,
    reading,
    title,
    way,
    writing,
)
from jobbtorg.publishing.rules import MADE_ANEW, Change, Reported, against_keeping
from jobbtorg.rulebook.entries import differences, entries_of
from jobbtorg.rulebook.models import Proposal, Riktlinje, Version
from jobbtorg.ui.errors import carry_out, into_form, refused

FEW = 4  # test letters that are shown at once


def keepers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the rulebook's keepers; others get the rule's sentence."""

    @wraps(view)
    def kept(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        against = list(against_keeping(request.user))
        if against:
            return refused(request, RuleBroken(against), reverse("rulebook"))
        return view(request, *args, **kwargs)

    return kept


@writing
@keepers_only
def change(request: StaffRequest, kind: str, key: str = "") -> HttpResponse:
    """A new version of the entry, begun from the latest; or a new entry."""
    entries = entries_or_404(kind)
    if not key and entries.kind not in MADE_ANEW:
        raise Http404
    latest = latest_or_404(entries, key) if key else None
    posted = request.POST if request.method == "POST" else None
    sheet, status = Sheet(entries, latest, posted), 200
    if posted is not None and not sheet.more:
        status = 422
        if sheet.is_valid():
            try:
                return _proposed(request, sheet.change())
            except RuleBroken as broken:
                status = into_form(sheet.form, broken)
    return _change_page(request, sheet, latest, status)


def _change_page(
    request: StaffRequest, sheet: Sheet, latest: Version | None, status: int
) -> HttpResponse:
    entries = sheet.entries
    is_text = entries.kind == Proposal.Kind.BREVTEXT
    context = {
        "sheet": sheet,
        "form": sheet.form,
        "latest": latest,
        "title": title(entries, latest) if latest else "",
        "entries": entries,
        "refused": status != 200,
        "placeholders": samples.placeholders_of(sheet.key) if is_text else [],
        "back": way(entries, latest)[-1]["url"],
        "way": way(entries, latest),
    }
    return render(request, "publishing/change.html", context, status=status)


def _proposed(request: StaffRequest, change: Change) -> HttpResponse:
    made = actions.propose(change, by=request.user)
    messages.success(request, "Förslaget är sparat. En annan ska läsa det och publicera det.")
    return redirect(made)


@writing
@keepers_only
def end(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """Ta ur bruk: from a day on the entry is no more; nothing is deleted."""
    entries = entries_or_404(kind)
    latest = latest_or_404(entries, key)
    against, form, status = list(rules.against_ending(kind, key)), EndForm(), 200
    if request.method == "POST":
        form, status = EndForm(request.POST), 422
        if form.is_valid():
            try:
                return _proposed(request, Change(kind, key, None, **form.cleaned_data))
            except RuleBroken as broken:
                status = into_form(form, broken)
    steps = way(entries, latest)
    context = {"entries": entries, "title": title(entries, latest), "form": form}
    context |= {"against": against, "way": steps, "back": steps[-1]["url"]}
    return render(request, "publishing/end.html", context, status=status)


@reading
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """What is changed, from what to what, with the test letters; and how to publish it."""
    found = get_object_or_404(Proposal.objects.select_related("proposed_by", "published_by"), pk=pk)
    entries = entries_of(found.kind)
    before = entries.versions(found.key).filter(valid_from__lt=found.valid_from).first()
    cases = _cases(found)
    against = list(rules.against_publishing(found, request.user))
    context = {
        "proposal": found,
        "entries": entries,
        "title": title(entries, before) if before else found.key,
        "before": before,
        "changes": differences(entries, entries.content(before) if before else None, found.content),
        "cases": cases[:FEW],
        "more_cases": cases[FEW:],
        "against": against if found.is_waiting else [],
        "about": rules.about(found) if found.is_waiting else [],
        "may_publish": found.is_waiting and not against,
        "may_take_back": found.is_waiting and not list(against_keeping(request.user)),
        "publishers": publishers(found) if found.is_waiting else [],
        "way": way(entries, before),
    }
    return render(request, "publishing/proposal.html", context)


def _cases(found: Proposal) -> list[samples.Case]:
    """The test letters in which the change is seen."""
    if found.content is None or found.taken_back_at:
        return []
    if found.kind == Proposal.Kind.BREVTEXT:
        return samples.with_text(found.key)
    return samples.citing(found.key) if found.kind == Proposal.Kind.LAGRUM else []


@reading
def letter(request: StaffRequest, pk: int, slug: str) -> HttpResponse:
    """A test letter of the proposal's first day, as it would be printed. It is never stored."""
    found = get_object_or_404(Proposal, pk=pk)
    case = samples.BY_SLUG.get(slug)
    if case is None or case not in _cases(found):
        raise Http404
    try:
        pdf = case.manuscript(book_with(found)).pdf()
    except LetterTextError as error:
        broken = RuleBroken([Rule("text", f"{error}.", kind="conflict")])
        return refused(request, broken, found.get_absolute_url())
    headers = {"Content-Disposition": f'inline; filename="Prov-{slug}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_POST
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Publicera: the second person's act."""
    found = get_object_or_404(Proposal, pk=pk)
    try:
        actions.publish(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, found.get_absolute_url())
    text = f"Ändringen är publicerad. Den gäller från och med {found.valid_from}."
    if found.kind == Proposal.Kind.RIKTLINJE:
        text += " Den ska anmälas till nämnden: uppgiften ligger hos nämndsekreteraren."
    messages.success(request, text)
    return redirect(found)


@require_POST
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Ta tillbaka: the proposal comes to nothing."""
    found = get_object_or_404(Proposal, pk=pk)
    try:
        actions.take_back(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, found.get_absolute_url())
    messages.success(request, "Förslaget är återtaget. Ingenting ändras.")
    return redirect(found)


@writing
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """Anmäl uppdaterad riktlinje till nämnden: where its minutes tell of it."""
    found = get_object_or_404(Riktlinje.objects.exclude(proposal=None), pk=pk)
    form, status = ReportForm(), 200
    if request.method == "POST":
        form = ReportForm(request.POST)
        status = carry_out(
            form,
            lambda: actions.report_riktlinje(found, Reported(**form.cleaned_data), by=request.user),
        )
        if not status:
            messages.success(request, "Anmälan till nämnden är registrerad.")
            return redirect("riktlinje_report", pk=pk)
    context = {
        "riktlinje": found,
        "reports": found.reports.select_related("reported_by"),
        "form": form,
        "writes": request.user.holds(Function.NAMNDSEKRETERARE),
        "way": way(),
    }
    return render(request, "publishing/report.html", context, status=status)
