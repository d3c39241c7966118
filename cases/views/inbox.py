"""Inkorgen: what has come in and is in no case yet. Nobody but registratorer sees it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from cases import inbox_rules as rules
from cases.access import log_list
from cases.forms.inbox import AsideForm, PutInForm
from cases.inbox import put_in, set_aside
from cases.models import Case, Document, Paper, Sorting
from cases.views.uploads import (
    in_words,
    limits,
    refused_whole,
    sent,
    take_each,
    told,
    wants_json,
)
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.files.keeping import fetch
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused

logger = logging.getLogger("jobbtorg.documents")
View = Callable[..., HttpResponseBase]
APPEAL = "overklagande"
MOST = 50  # papers sorted together
ROWS = 50


def for_registrators(view: View) -> View:
    """The view, for registratorer alone; others are told so, and that they asked is logged."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        against = list(rules.against_registrator(request.user))
        if against:
            log.record(request.user, AccessLog.Action.REFUSED, "Inkorgen")
            return refused_whole(request, RuleBroken(against), "/")
        return view(request, *args, **kwargs)

    return guarded


@for_registrators
def inbox(request: StaffRequest) -> HttpResponse:
    """What waits, the oldest first, and the form that puts more in."""
    if request.method == "POST":
        return _put_in(request)
    return _page(request, PutInForm())


def _page(
    request: StaffRequest, form: PutInForm, saved: int = 0, status: int = 200
) -> HttpResponse:
    rows = Paper.objects.visible_to(request.user).waiting().listed()
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    papers = list(page.object_list)
    log_list(request.user, "Inkorgen", papers)
    context = limits() | {
        "form": form,
        "saved": saved,
        "page": page,
        "papers": papers,
        "late": [paper for paper in papers if paper.is_late],
        "unscanned": [paper for paper in papers if paper.scanned is None],
        "shown_days": rules.shown_days(),
    }
    return render(request, "cases/inbox.html", context, status=status)


def _put_in(request: StaffRequest) -> HttpResponse:
    """Each file by itself; what is wrong with one costs the others nothing."""
    form = PutInForm(request.POST, request.FILES)

    def take(file: UploadedFile, alone: bool) -> Paper:
        return put_in(file, file.name or "", by=request.user)  # type: ignore[arg-type]

    saved, kind = take_each(request, form, take)
    if wants_json(request):
        return told(form, saved, kind)
    if form.errors:
        return _page(request, form, saved, 422)
    messages.success(request, in_words(saved))
    return redirect("inbox")


@for_registrators
def paper(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The paper, once it is scanned; in a case it is opened there. Each opening is logged."""
    rows = Paper.objects.visible_to(request.user).listed()
    found = get_object_or_404(rows.select_related("sorting__document__case"), pk=pk)
    sorting = getattr(found, "sorting", None)
    if sorting and sorting.document:
        return _in_its_case(request, found, sorting.document)
    what = f"Inkorgen: handling {pk}"
    against = list(rules.against_opening(found, request.user))
    try:
        file = None if against else fetch(found.key)
    except OSError:
        logger.exception("Paper %s cannot be read", pk)
        sentence = "Handlingens fil går inte att läsa. Felet är antecknat. Kontakta förvaltningen."
        against = [Rule("unreadable", sentence, kind="conflict")]
    if against:
        log.record(request.user, AccessLog.Action.REFUSED, what)
        return refused(request, RuleBroken(against), reverse("inbox"))
    log.record(request.user, AccessLog.Action.READ, what)
    return sent(file, found, f"Inkorgen-{pk}")


def _in_its_case(request: StaffRequest, found: Paper, document: Document) -> HttpResponse:
    """To the document, for who sees the case; for others the paper is not there."""
    if not Case.objects.visible_to(request.user).filter(pk=document.case_id).exists():
        log.record(request.user, AccessLog.Action.REFUSED, f"Inkorgen: handling {found.pk}")
        raise Http404
    return redirect(document.get_absolute_url())


def chosen(request: StaffRequest) -> list[Paper]:
    """The papers that the form names, in the order in which they came in."""
    named = request.POST if request.method == "POST" else request.GET
    keys = [int(pk) for pk in named.getlist("papper")[:MOST] if pk.isascii() and pk.isdigit()]
    rows = Paper.objects.visible_to(request.user).listed()
    rows = rows.select_related("sorting__sorted_by")
    return list(rows.filter(pk__in=[pk for pk in keys if pk < 2**31]))


def not_sorted_now(request: StaffRequest, papers: list[Paper]) -> HttpResponse | None:
    """The answer when there is nothing to sort: none was chosen, or somebody was there before."""
    against = list(rules.against_papers(papers, request.user))
    if not against:
        return None
    if not papers:
        messages.error(request, against[0].sentence)
        return redirect("inbox")
    return refused(request, RuleBroken(against), reverse("inbox"))


def after_sorting(case: Case, documents: list[Document]) -> str:
    """Where sorting leads: an appeal is registered at once, where there is a page for it."""
    appeals = [("handling", row.number) for row in documents if row.type.code == APPEAL]
    if appeals:
        with suppress(NoReverseMatch):
            return f"{reverse('new_appeal', args=[case.slug])}?{urlencode(appeals)}"
    return reverse("documents", args=[case.slug])


@for_registrators
def aside(request: StaffRequest) -> HttpResponse:
    """Hör inte hit: where the papers went, how, when and why."""
    papers = chosen(request)
    answer = not_sorted_now(request, papers)
    if answer:
        return answer
    form = AsideForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda: set_aside(papers, form.aside(), by=request.user))
        if not status:
            messages.success(request, "Det är antecknat. Handlingen finns under Sorterade.")
            return redirect("inbox")
    context = {"papers": papers, "form": form}
    return render(request, "cases/inbox_aside.html", context, status=status)


@for_registrators
def sorted_papers(request: StaffRequest) -> HttpResponse:
    """What became of what has been sorted lately; a case that is not the user's is not told of."""
    ours = Paper.objects.visible_to(request.user)
    rows = Sorting.objects.filter(paper__in=ours, sorted_at__gte=rules.shown_since())
    rows = rows.select_related("paper", "sorted_by", "document__case")
    page = Paginator(rows, ROWS).get_page(request.GET.get("sida") or request.GET.get("page"))
    cases = [row.document.case_id for row in page.object_list if row.document]
    seen = set(
        Case.objects.visible_to(request.user).filter(pk__in=cases).values_list("pk", flat=True)
    )
    shown = [(row, row.document is None or row.document.case_id in seen) for row in page]
    log_list(request.user, "Inkorgen: sorterade", [row.paper for row, open_ in shown if open_])
    context = {"page": page, "rows": shown, "days": rules.shown_days()}
    return render(request, "cases/inbox_sorted.html", context)
