"""The journal: what has been noted, what is not yet signed, and Rätta."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases import notes
from cases.access import get_case
from cases.forms.note import CorrectionForm
from cases.models import Case, JournalEntry
from cases.note_rules import against_correcting, against_writing_here
from cases.timeline import entries, written_late
from cases.views.common import draft_context, initial_with, page
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused

ROWS = 50


def journal(request: StaffRequest, slug: str) -> HttpResponse:
    """Everything that has been noted, newest first; before it what is not yet signed."""
    case = get_case(request.user, slug, "Journalen")
    kind = request.GET.get("slag", "")
    kind = kind if kind in JournalEntry.Kind.values else ""
    rows = case.journal.shown()
    listed = Paginator(rows.filter(kind=kind) if kind else rows, ROWS)
    here = listed.get_page(request.GET.get("page"))
    by_kind = case.journal.order_by().values_list("kind").annotate(n=Count("pk"))
    used = dict(by_kind)
    context = page(request, case, "journal") | {
        "page": here,
        "entries": entries(here.object_list),
        "unsigned": _unsigned(case),
        "may_correct": not against_writing_here(case, request.user),
        "kind": kind,
        "kinds": [(value, label, used[value]) for value, label in JournalEntry.Kind.among(used)],
        "all": sum(used.values()),
    }
    return render(request, "cases/journal.html", context)


def _unsigned(case: Case) -> list[dict[str, Any]]:
    """The notes that are not yet in the journal, each with whether it was written late."""
    rows = case.notes.unsigned().select_related("author")
    return [{"note": note, "late": written_late(note)} for note in rows]


def entry(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """To the entry's place on its page of the journal."""
    case = get_case(request.user, slug, "Journalen", action=None)
    found = get_object_or_404(case.journal, pk=pk)
    later = Q(written_at__gt=found.written_at) | Q(written_at=found.written_at, pk__gt=pk)
    number = case.journal.filter(later).count() // ROWS + 1
    return redirect(f"{reverse('journal', args=[slug])}?page={number}#handelse-{pk}")


def correct(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Rätta: the entry as it stands, why it is corrected and what is right."""
    case = get_case(request.user, slug, "Rättelse i journalen")
    found = get_object_or_404(case.journal.shown().select_related("case__unit"), pk=pk)
    against = against_correcting(found, request.user)
    if against:
        return refused(request, RuleBroken(against), reverse("journal_entry", args=[slug, pk]))
    drafting = draft_context(request, case, f"rattelse-{pk}")
    saved = {"text": found.text}
    form, status = CorrectionForm(initial=initial_with(drafting["draft"], saved)), 200
    if request.method == "POST":
        form, status = CorrectionForm(request.POST), 422
        if form.is_valid():
            try:
                made = notes.correct(found, **form.cleaned_data, by=request.user)
            except RuleBroken as broken:
                status = into_form(form, broken)
            else:
                messages.success(request, "Rättelsen är skriven.")
                return redirect("journal_entry", slug=slug, pk=made.pk)
    context = page(request, case, "journal") | drafting
    context |= {"form": form, "entries": entries([found]), "action": None}
    return render(request, "cases/correct.html", context, status=status)
