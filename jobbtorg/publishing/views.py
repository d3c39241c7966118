"""Regelverk: what is in force on a day, entry by entry, and what is proposed."""

from django.http import HttpResponse
from django.shortcuts import render

from jobbtorg import clock
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.publishing import rules
from jobbtorg.publishing.forms import DayForm
from jobbtorg.publishing.pages import (
    LEADS,
    LETTERS,
    entries_or_404,
    groups,
    heading,
    latest_or_404,
    listed,
    publishers,
    reading,
    title,
    way,
)
from jobbtorg.publishing.rules import MADE_ANEW, against_keeping
from jobbtorg.publishing.samples import letters_with
from jobbtorg.rulebook.entries import ENTRIES, in_words
from jobbtorg.rulebook.models import Proposal, Riktlinje


@reading
def rulebook(request: StaffRequest) -> HttpResponse:
    """What waits to be published or reported, and the way to each kind."""
    waiting = Proposal.objects.waiting().select_related("proposed_by")
    ended = Proposal.objects.exclude(published_at=None, taken_back_at=None).order_by("-pk")
    kinds = [
        (kind, LEADS[kind], entries.model._default_manager.on().count())  # type: ignore[attr-defined]
        for kind, entries in ENTRIES.items()
    ]
    context = {
        "waiting": [(row, heading(row), publishers(row)) for row in waiting],
        "to_report": Riktlinje.objects.to_report().select_related("proposal__published_by"),
        "reports": request.user.holds(Function.NAMNDSEKRETERARE),
        "kinds": kinds,
        "ended": [(row, heading(row)) for row in ended[:10]],
    }
    return render(request, "publishing/rulebook.html", context)


@reading
def kind(request: StaffRequest, kind: str) -> HttpResponse:
    """The entries of a kind as they stand on a day: Gäller på datum."""
    entries = entries_or_404(kind)
    asked = request.GET.copy()
    asked.setdefault("datum", str(clock.today()))
    form = DayForm(asked)
    status = 200 if form.is_valid() else 422
    day, letter = form.day(), request.GET.get("brev", "beslut")
    letter = letter if letter in (*LETTERS, "ovriga") else "beslut"
    versions = entries.model._default_manager.on(day)  # type: ignore[attr-defined]
    context = {
        "entries": entries,
        "lead": LEADS[entries.kind],
        "form": form,
        "day": day,
        "groups": [
            (label, listed(entries, rows, day)) for label, rows in groups(entries, versions, letter)
        ],
        "letters": _tabs(letter, day) if entries.kind == Proposal.Kind.BREVTEXT else [],
        "letter": letter,
        "may_add": entries.kind in MADE_ANEW and not list(against_keeping(request.user)),
        "way": way(),
    }
    return render(request, "publishing/kind.html", context, status=status)


def _tabs(letter: str, day: object) -> list[dict[str, object]]:
    """A tab for each letter, and one for the texts that no letter uses."""
    named = {**LETTERS, "ovriga": "I inget brev"}
    return [
        {"label": label, "url": f"?brev={slug}&datum={day}", "current": slug == letter}
        for slug, label in named.items()
    ]


@reading
def entry(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """An entry with all its versions, the latest first."""
    entries = entries_or_404(kind)
    latest = latest_or_404(entries, key)
    versions = entries.versions(key).select_related("proposal__proposed_by")
    context = {
        "entries": entries,
        "key": key,
        "title": title(entries, latest),
        "versions": [
            (version, version.status(), _rows(in_words(entries, entries.content(version))))
            for version in versions.select_related("proposal__published_by")
        ],
        "letters": letters_with(key) if kind == Proposal.Kind.BREVTEXT else [],
        "waiting": Proposal.objects.waiting().filter(kind=kind, key=key).first(),
        "keeps": not list(against_keeping(request.user)),
        "may_end": not latest.valid_to and not list(rules.against_ending(kind, key)),
        "way": way(entries),
    }
    return render(request, "publishing/entry.html", context)


def _rows(told: dict[str, str]) -> list[dict[str, str]]:
    """As components/summary_list.html asks."""
    return [{"label": label, "value": value} for label, value in told.items()]
