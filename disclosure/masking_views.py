"""Masking: which papers, which words, and which areas on each page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.views.common import page
from disclosure import rules
from disclosure.copy_job import ask_for_copy
from disclosure.copying_rules import may_mask
from disclosure.forms import AreaForm, PapersForm, PhraseForm, grounds_for
from disclosure.masking import WHOLE, Area
from disclosure.masking import found as words_found
from disclosure.models import Disclosure
from disclosure.papers import Paper, chosen_from, papers_of
from disclosure.selection import Selection, Spot, keep, selection_of
from disclosure.sheets import Sheet, Undrawable, length_of, sheets_of, words_of
from disclosure.views import find, told_of
from jobbtorg.acts import RuleBroken
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form


@dataclass(frozen=True)
class Desk:
    """The request that is prepared, and what its preparer has chosen and masked so far."""

    found: Disclosure
    selection: Selection
    request: StaffRequest

    def keep(self, **changed: Any) -> None:
        """Keeps the selection with these changes."""
        keep(self.found, replace(self.selection, **changed), self.request.user)


def prepare(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Välj handlingar, maska ord, skapa maskad kopia: each button a small form of its own."""
    desk = _desk(request, slug, pk)
    if isinstance(desk, HttpResponse):
        return desk
    if request.method != "POST":
        return _prepare_page(desk)
    deeds: dict[str, Callable[[Desk], HttpResponse]] = {
        "papers": _choose,
        "word": _mask_word,
        "unword": _unmask_word,
        "copy": _ask_for_copy,
    }
    deed = deeds.get(request.POST.get("do", ""), _choose)
    return deed(desk)


def _desk(request: StaffRequest, slug: str, pk: int) -> Desk | HttpResponse:
    """What is prepared, or the page that says why this person prepares nothing."""
    found = find(request, slug, pk, "maskning")
    against = rules.against_preparing(found, request.user)
    if against:
        return refused(request, RuleBroken(against), found.get_absolute_url())
    return Desk(found, selection_of(found, request.user), request)


def _prepare_page(desk: Desk, status: int = 200, **forms: Form) -> HttpResponse:
    found, selection = desk.found, desk.selection
    papers = papers_of(found.case)
    chosen = chosen_from(found.case, selection.papers)
    context = page(desk.request, found.case, "disclosures") | told_of(found)
    context |= {
        "action": None,
        "papers_form": PapersForm(initial={"papers": list(selection.papers)}, papers=papers),
        "word_form": PhraseForm(found=found),
        "shut": [paper for paper in papers if paper.against],
        "chosen": [_row_of(paper, desk) for paper in chosen],
        "words": _words_of(desk, chosen),
    }
    return render(desk.request, "disclosure/prepare.html", context | forms, status=status)


def _row_of(paper: Paper, desk: Desk) -> dict[str, Any]:
    """A chosen paper: how long it is, how much is masked, and which pages hold no text."""
    try:
        silent = [n for n, words in enumerate(words_of(paper.pdf), start=1) if not words]
    except (Undrawable, RuleBroken) as wrong:
        return {"paper": paper, "wrong": str(wrong)}
    return {
        "paper": paper,
        "pages": length_of(paper.pdf),
        "areas": len(desk.selection.areas_in(paper.key)),
        "silent": silent,
        "may_mask": may_mask(desk.found, paper),
    }


def _words_of(desk: Desk, chosen: list[Paper]) -> list[dict[str, Any]]:
    """Each phrase that is masked everywhere, and how many times it stands there."""
    labels = dict(grounds_for(desk.found))
    pages = []
    for paper in chosen:
        if may_mask(desk.found, paper):
            try:
                pages += words_of(paper.pdf)
            except (Undrawable, RuleBroken):
                continue
    return [
        {
            "phrase": phrase,
            "label": labels.get(phrase.ground, phrase.ground),
            "hits": sum(len(words_found(words, phrase)) for words in pages),
        }
        for phrase in desk.selection.phrases
    ]


def _choose(desk: Desk) -> HttpResponse:
    form = PapersForm(desk.request.POST, papers=papers_of(desk.found.case))
    if not form.is_valid():
        return _prepare_page(desk, 422, papers_form=form, form=form)
    selection = desk.selection.with_papers(form.cleaned_data["papers"])
    keep(desk.found, selection, desk.request.user)
    return _back(desk)


def _mask_word(desk: Desk) -> HttpResponse:
    form = PhraseForm(desk.request.POST, found=desk.found)
    if not form.is_valid():
        return _prepare_page(desk, 422, word_form=form, form=form)
    rest = [row for row in desk.selection.phrases if row.text != form.phrase().text]
    desk.keep(phrases=(*rest, form.phrase()))
    return _back(desk)


def _unmask_word(desk: Desk) -> HttpResponse:
    text = desk.request.POST.get("text", "")
    desk.keep(phrases=tuple(row for row in desk.selection.phrases if row.text != text))
    return _back(desk)


def _ask_for_copy(desk: Desk) -> HttpResponse:
    asked: list[Job] = []
    form = PapersForm({"papers": list(desk.selection.papers)}, papers=papers_of(desk.found.case))
    status = carry_out(form, lambda: asked.append(ask_for_copy(desk.found, by=desk.request.user)))
    if status:
        return _prepare_page(desk, status, papers_form=form, form=form)
    return redirect(asked[0])


def _back(desk: Desk) -> HttpResponse:
    return redirect("prepare_copy", desk.found.case.slug, desk.found.pk)


def mask_page(request: StaffRequest, slug: str, pk: int, key: str, number: int) -> HttpResponse:
    """One page of a paper: its areas, and the form that adds one."""
    desk = _desk(request, slug, pk)
    if isinstance(desk, HttpResponse):
        return desk
    paper, sheet = _sheet(desk, key, number)
    form = AreaForm(found=desk.found)
    if request.method == "POST":
        if "remove" in request.POST:
            desk.keep(spots=_without(desk, key, number, request.POST["remove"]))
            return redirect(request.path)
        if request.POST.get("do") == "whole":
            told = {"left": 0, "top": 0, "width": 100, "height": 100}
            form = AreaForm(told | {"ground": request.POST.get("ground", "")}, found=desk.found)
        else:
            form = AreaForm(request.POST, found=desk.found)
        if form.is_valid():
            spot = Spot(key, paper.sha256, form.area(number))
            desk.keep(spots=(*desk.selection.spots, spot))
            return redirect(request.path)
    return _mask_page(desk, paper, sheet, number, form, 422 if form.errors else 200)


def _sheet(desk: Desk, key: str, number: int) -> tuple[Paper, Sheet]:
    """The page of a chosen paper that may be masked; else 404."""
    for paper in chosen_from(desk.found.case, desk.selection.papers):
        if paper.key == key and may_mask(desk.found, paper) and number <= length_of(paper.pdf):
            try:
                return paper, sheets_of(paper.pdf, number)[0]
            except (Undrawable, RuleBroken) as wrong:
                raise Http404 from wrong
    raise Http404


def _without(desk: Desk, key: str, number: int, which: str) -> tuple[Spot, ...]:
    """All spots but the one of the page that is told by its own line."""
    return tuple(s for s in desk.selection.spots if s.as_text() != which)


def _mask_page(
    desk: Desk, paper: Paper, sheet: Sheet, number: int, form: AreaForm, status: int
) -> HttpResponse:
    found, labels = desk.found, dict(grounds_for(desk.found))
    spots = [s for s in desk.selection.spots if s.paper == paper.key and s.area.page == number]
    context = page(desk.request, found.case, "disclosures") | told_of(found)
    context |= {
        "action": None,
        "paper": paper,
        "number": number,
        "pages": length_of(paper.pdf),
        "form": form,
        "silent": not sheet.words,
        "spots": [
            {
                "line": s.as_text(), "area": s.area, "label": labels.get(s.area.ground, ""),
                "stale": s.sha256 != paper.sha256,
            }
            for s in spots
        ],
        "by_words": _boxes_of_words(desk, sheet),
    }  # fmt: skip
    return render(desk.request, "disclosure/mask_page.html", context, status=status)


def _boxes_of_words(desk: Desk, sheet: Sheet) -> list[Area]:
    """Where the phrases stand on the page, as areas."""
    x, y = WHOLE / sheet.picture.width, WHOLE / sheet.picture.height
    return [
        Area(
            1, int(w.box.left * x), int(w.box.top * y),
            int((w.box.right - w.box.left) * x) + 1, int((w.box.bottom - w.box.top) * y) + 1, "",
        )
        for phrase in desk.selection.phrases
        for w in words_found(sheet.words, phrase)
    ]  # fmt: skip


@require_safe
def picture(request: StaffRequest, slug: str, pk: int, key: str, number: int) -> HttpResponse:
    """The page as it looks, unmasked, for whoever masks it."""
    desk = _desk(request, slug, pk)
    if isinstance(desk, HttpResponse):
        return desk
    _, sheet = _sheet(desk, key, number)
    return HttpResponse(sheet.png(), content_type="image/png")
