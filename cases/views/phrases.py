"""Fraser: those that the user may insert, and keeping the ones that are theirs to keep."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases import phrases as acts
from cases.forms.phrase import PhraseForm, WordsForm
from cases.models import Phrase, PhraseVersion
from cases.models.phrase import longest_in
from cases.phrase_rules import against_changing
from cases.views.common import draft_context, initial_with
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, into_form, refused
from jobbtorg.ui.forms import Form

writing = require_http_methods(["GET", "HEAD", "POST"])


def groups_for(user: User) -> list[tuple[str, list[PhraseVersion]]]:
    """What the user may insert: their own, their units', the common ones, each by name."""

    def order(version: PhraseVersion) -> tuple[bool, bool, str]:
        phrase = version.phrase
        return not phrase.owner_id, not phrase.unit_id, phrase.whose

    rows = sorted(acts.in_use_for(user), key=order)
    return [(whose, list(group)) for whose, group in groupby(rows, lambda v: v.phrase.whose)]


def phrase_context(user: User, *forms: Form) -> dict[str, Any]:
    """For a page with long texts: the phrases to insert, and those that stand unchanged in them."""
    fields = [field for form in forms for field in form if field.takes_phrases]  # type: ignore[attr-defined]
    texts = [str(field.value() or "").replace("\r\n", "\n") for field in fields]
    standing = list(PhraseVersion.objects.standing_in(*texts))
    for field, text in zip(fields, texts, strict=True):
        field.field.standing = longest_in(text, standing)  # type: ignore[attr-defined]
    return {"phrases": groups_for(user), "phrases_shown": bool(fields)}


def phrases(request: StaffRequest) -> HttpResponse:
    """Mine, my units' and the common ones."""
    return render(request, "cases/phrases.html", {"groups": groups_for(request.user)})


@writing
def new(request: StaffRequest) -> HttpResponse:
    """Ny fras."""
    drafting = draft_context(request, None, "fras")
    form = PhraseForm(by=request.user, initial=initial_with(drafting["draft"], {}))
    status = 200
    if request.method == "POST":
        form = PhraseForm(request.POST, by=request.user)
        status = carry_out(
            form, lambda: acts.make_phrase(**form.words(), **form.owner(), by=request.user)
        )
        if not status:
            messages.success(request, "Frasen är sparad.")
            return redirect("phrases")
    return render(request, "cases/phrase.html", drafting | {"form": form}, status=status)


@writing
def phrase(request: StaffRequest, pk: int) -> HttpResponse:
    """One phrase: changed by whoever keeps it, read by whoever may insert it."""
    found = _visible(request, pk)
    version = acts.current(found)
    against = against_changing(found, version, request.user)
    if against and request.method == "POST":
        return refused(request, RuleBroken(against), "/fraser/")
    drafting = draft_context(request, None, f"fras-{pk}")
    saved = {"title": version.title, "text": version.text} if version else {}
    seen = {"seen": version.pk if version else 0}
    form = WordsForm(initial=initial_with(drafting["draft"], saved) | seen)
    status = 200
    if request.method == "POST":
        form, status = WordsForm(request.POST), 422
        if form.is_valid():
            seen_by_user = form.cleaned_data["seen"] or 0
            try:
                acts.change_phrase(found, **form.words(), by=request.user, seen=seen_by_user)
            except RuleBroken as broken:
                status = into_form(form, broken)
                form.renew("seen", seen["seen"])
            else:
                messages.success(request, "Frasen är ändrad.")
                return redirect("phrases")
    context = drafting | {
        "form": form,
        "phrase": found,
        "version": version,
        "against": against,
        "stale": status == 409,
        "versions": found.versions.select_related("made_by").order_by("-pk"),
    }
    return render(request, "cases/phrase.html", context, status=status)


@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Ta ur bruk."""
    found = _visible(request, pk)
    try:
        acts.end_phrase(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, "/fraser/")
    messages.success(request, "Frasen är tagen ur bruk.")
    return redirect("phrases")


def _visible(request: StaffRequest, pk: int) -> Phrase:
    """The phrase, if it is one that the user may insert; else it is not there."""
    return get_object_or_404(Phrase.objects.visible_to(request.user).select_related("unit"), pk=pk)
