"""Documents: the list, taking them in, opening one, and noting that one is wrong."""

import logging
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from cases import document_rules as rules
from cases.access import get_case, log_case
from cases.documents import DocumentData, misfile, receive
from cases.forms.document import MisfileForm, UploadForm
from cases.models import Case, Document, DocumentCheck, Status
from cases.views.common import page
from cases.views.uploads import in_words, limits, refused_whole, sent, take_each, told, wants_json
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.files.contents import title_from
from jobbtorg.files.keeping import fetch
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused

logger = logging.getLogger("jobbtorg.documents")
SOON = timedelta(minutes=10)  # by then a scanner that is up has answered


def documents(request: StaffRequest, slug: str) -> HttpResponse:
    """What has come in, and the form that takes more in."""
    case = get_case(request.user, slug, "Handlingarna")
    if request.method == "POST":
        return _receive(request, case)
    return _page(request, case, UploadForm())


def _page(
    request: StaffRequest, case: Case, form: UploadForm, saved: int = 0, status: int = 200
) -> HttpResponse:
    """The page; with status 422 when a file was turned away."""
    rows = list(case.documents.listed())
    current = [row for row in rows if not hasattr(row, "misfiling")]
    waiting = [row for row in current if row.scanned is None]
    context = (
        page(request, case, "documents")
        | limits()
        | {
            "form": form,
            "row_form": UploadForm(auto_id="rad_%s"),
            "saved": saved,
            "documents": current,
            "infected": [row for row in current if row.is_infected],
            "waiting": waiting,
            "late": any(row.uploaded_at < clock.now() - SOON for row in waiting),
            "misfiled": [row for row in rows if hasattr(row, "misfiling")],
            "show_misfiled": "felregistrerade" in request.GET,
            "opens_misfiled": request.user.holds(*CHEFER, unit=case.unit),
            "against": rules.against_receiving(case, request.user),
            "closed": case.status == Status.AVSLUTAD,
        }
    )
    return render(request, "cases/documents.html", context, status=status)


def _receive(request: StaffRequest, case: Case) -> HttpResponse:
    """Takes in what can be taken in, each file by itself, and says what is wrong with the rest."""
    against = rules.against_receiving(case, request.user)
    if against:
        return refused_whole(request, RuleBroken(against), case.get_absolute_url())
    form = UploadForm(request.POST, request.FILES)
    saved, kind = take_each(request, form, partial(_receive_one, request, case, form))
    if wants_json(request):
        return told(form, saved, kind)
    if form.errors:
        return _page(request, case, form, saved, 422)
    messages.success(request, in_words(saved))
    return redirect("documents", slug=case.slug)


def _receive_one(
    request: StaffRequest, case: Case, form: UploadForm, file: UploadedFile, alone: bool
) -> Document:
    told, name = form.cleaned_data, file.name or ""
    title = told["title"] if alone and "title" in request.POST else title_from(name)
    data = DocumentData(title, told["type"], told["received_on"])
    return receive(case, file, name, data, by=request.user)  # type: ignore[arg-type]


def document(request: StaffRequest, slug: str, number: int) -> HttpResponseBase:
    """The document itself, once it is scanned; each opening is logged, without its title."""
    case = get_case(request.user, slug, f"Handling {number}", action=None)
    found = _document_of(case, number)
    what = f"Handling {number} ({found.type.label.lower()})"
    against = list(rules.against_opening(found, request.user))
    try:
        file = None if against else fetch(found.key)
    except OSError:
        logger.exception("Document %s cannot be read", found.pk)
        sentence = "Handlingens fil går inte att läsa. Felet är antecknat. Kontakta förvaltningen."
        against = [Rule("unreadable", sentence, kind="conflict")]
    if against:
        log_case(request.user, AccessLog.Action.REFUSED, what, case)
        return refused(request, RuleBroken(against), f"{case.get_absolute_url()}handlingar/")
    log_case(request.user, AccessLog.Action.READ, what, case)
    return sent(file, found, f"Handling-{slug}-{number}")


def _document_of(case: Case, number: int) -> Document:
    """The case's own document of that number, or 404."""
    found = get_object_or_404(case.documents.listed(), number=number)
    found.case = case
    return found


def misfiled(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Notes that a document was wrongly registered, with the reason."""
    case = get_case(request.user, slug, f"Handling {number}: felregistrerad")
    found = _document_of(case, number)
    form = MisfileForm(request.POST if request.method == "POST" else None)
    status = 200 if request.method == "GET" else 422
    if form.is_valid():
        try:
            misfile(found, form.cleaned_data["reason"], by=request.user)
        except RuleBroken as broken:
            if broken.kind != "incomplete":
                return refused(request, broken, f"{case.get_absolute_url()}handlingar/")
            status = into_form(form, broken)
        else:
            messages.success(request, f"Handling {number} är antecknad som felregistrerad.")
            return redirect("documents", slug=slug)
    context = page(request, case, "documents") | {
        "document": found,
        "form": form,
        "against": rules.against_misfiling(found, reason="-", by=request.user),
    }
    return render(request, "cases/misfile.html", context, status=status)


def checks(request: StaffRequest) -> HttpResponse:
    """The nightly checks that no kept document has changed: for the granskare."""
    if not request.user.holds(Function.GRANSKARE):
        rule = Rule("not_granskare", "Bara granskare ser kontrollerna.", kind="forbidden")
        return refused(request, RuleBroken([rule]))
    latest = DocumentCheck.objects.all()[:60]
    return render(request, "cases/document_checks.html", {"checks": latest})
