"""Ny anteckning: written, saved unsigned, signed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import notes
from cases.access import get_case
from cases.forms.note import NoteForm
from cases.models import Case, Note
from cases.note_rules import against_changing, against_new_note
from cases.views.common import draft_context, flat, initial_with, page
from cases.views.phrases import phrase_context
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import STATUS, into_form, refused


def new(request: StaffRequest, slug: str) -> HttpResponse:
    """The form, or why nothing new is written here."""
    case = get_case(request.user, slug, "Ny anteckning")
    if request.method == "POST":
        return _write(request, case)
    against = against_new_note(case, request.user)
    drafting = draft_context(request, case, "anteckning")
    form = NoteForm(initial=initial_with(drafting["draft"], {}) | {"request_id": uuid.uuid4()})
    return _page(request, case, form, drafting | {"against": against})


def _write(request: StaffRequest, case: Case) -> HttpResponse:
    form, sign = NoteForm(request.POST), request.POST.get("do") == "sign"
    status = 422
    if form.is_valid():
        request_id = form.cleaned_data["request_id"] or uuid.uuid4()
        try:
            found = notes.write_note(
                case, form.told(), by=request.user, request_id=request_id, sign=sign
            )
        except RuleBroken as broken:
            status = into_form(form, broken)
        else:
            return _saved(request, case, found)
    else:
        status = _also(form, against_new_note(case, request.user)) or status
    return _page(request, case, form, draft_context(request, case, "anteckning"), status)


def _also(form: NoteForm, against: list[Rule]) -> int:
    """Whoever may not write is told so also when the form is not filled in."""
    return into_form(form, RuleBroken(against)) if against else 0


def _saved(request: StaffRequest, case: Case, found: Note) -> HttpResponse:
    if found.entry_id:
        messages.success(request, "Anteckningen är signerad.")
    else:
        at = timezone.localtime(found.locks_at)
        messages.success(request, f"Anteckningen är sparad. Den låses {at:%Y-%m-%d %H:%M}.")
    return redirect("journal", slug=case.slug)


def note(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """An unsigned note, for its author to change."""
    case = get_case(request.user, slug, "Anteckning")
    found = get_object_or_404(case.notes.select_related("author", "case__unit"), pk=pk)
    drafting = draft_context(request, case, found.form)
    if request.method == "POST":
        return _change(request, found, drafting)
    against = against_changing(found, request.user)
    if against:
        status = STATUS[RuleBroken(against).kind]
        return _locked(request, case, drafting | {"against": against}, status)
    initial = initial_with(drafting["draft"], NoteForm.initial_of(found))
    form = NoteForm(initial=initial | {"seen": found.version})
    return _page(request, case, form, drafting | {"note": found})


def _locked(request: StaffRequest, case: Case, extra: dict[str, Any], status: int) -> HttpResponse:
    """Why the note is not changed, with what its author had written and not saved."""
    written = flat(extra["draft"].data) if extra["draft"] else {}
    typed = [written[name] for name in ("title", "source", "text") if written.get(name)]
    return _page(request, case, NoteForm(), extra | {"typed": typed}, status)


def _change(request: StaffRequest, found: Note, drafting: dict[str, Any]) -> HttpResponse:
    case, form = found.case, NoteForm(request.POST)
    status, saved = 422, {}
    if form.is_valid():
        try:
            changed = notes.change_note(
                found,
                form.told(),
                by=request.user,
                seen=form.cleaned_data["seen"] or 0,
                sign=request.POST.get("do") == "sign",
            )
        except RuleBroken as broken:
            status = into_form(form, broken)
            if any(rule.code == "stale" for rule in broken.rules):
                form.renew("seen", found.version)
                saved = NoteForm.initial_of(found)
        else:
            return _saved(request, case, changed)
    else:
        status = _also(form, against_changing(found, request.user)) or status
    rows = [{"label": form[name].label, "value": value} for name, value in saved.items() if value]
    return _page(request, case, form, drafting | {"note": found, "saved": rows}, status)


def _page(
    request: StaffRequest,
    case: Case,
    form: NoteForm,
    extra: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = page(request, case, "journal") | phrase_context(request.user, form)
    context |= {"form": form, "action": None} | extra
    return render(request, "cases/note.html", context, status=status)


@require_POST
def sign(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Signera, from the journal."""
    case = get_case(request.user, slug, "Signera anteckning")
    found = get_object_or_404(case.notes.select_related("author", "case__unit"), pk=pk)
    try:
        notes.sign_note(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, f"{case.get_absolute_url()}journal/")
    messages.success(request, "Anteckningen är signerad.")
    return redirect("journal", slug=case.slug)
