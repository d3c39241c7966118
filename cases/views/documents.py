"""Documents: the list, taking them in, opening one, and noting that one is wrong."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from cases import document_rules as rules
from cases.access import get_case
from cases.documents import DocumentData, misfile, receive
from cases.forms.document import MisfileForm, UploadForm
from cases.models import Case, Document, DocumentCheck, Status
from cases.views.common import page
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.files.contents import clean_name, title_from
from jobbtorg.files.keeping import fetch
from jobbtorg.files.receiving import skipped_of, too_large
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import STATUS, into_form, refused

logger = logging.getLogger("jobbtorg.documents")
SOON = timedelta(minutes=10)  # by then a scanner that is up has answered

# Nothing in a document runs or fetches anything. Not every browser shows a pdf in a sandbox, and
# the reader that it shows it in is one.
CLOSED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
POLICY = f"{CLOSED}; frame-ancestors 'self'"
SANDBOX = f"{POLICY}; sandbox"


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
    context = page(request, case, "documents") | {
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
        "practice": settings.DOCUMENT_SCANNER.endswith(".EicarOnly"),
        "max_bytes": settings.DOCUMENT_MAX_BYTES,
        "max_mb": settings.DOCUMENT_MAX_BYTES // (1024 * 1024),
        "too_large": too_large(),
    }
    return render(request, "cases/documents.html", context, status=status)


def _receive(request: StaffRequest, case: Case) -> HttpResponse:
    """Takes in what can be taken in, each file by itself, and says what is wrong with the rest."""
    against = rules.against_receiving(case, request.user)
    if against:
        return _refused(request, case, RuleBroken(against))
    form = UploadForm(request.POST, request.FILES)
    saved, kind = 0, "incomplete"
    if form.is_valid():
        sent = form.cleaned_data["upload"]
        if not sent and not skipped_of(request):
            form.add_error("upload", "Välj minst en fil.")
        for file in sent:
            try:
                _receive_one(request, case, file, form, alone=len(sent) == 1)
            except RuleBroken as broken:
                kind = broken.kind
                _add_errors(form, file.name or "", broken.rules)
            else:
                saved += 1
    for name, sentence in skipped_of(request):
        _add_errors(form, name, [Rule("skipped", sentence, where="upload")])
    if _wants_json(request):
        return _told(form, saved, kind)
    if form.errors:
        return _page(request, case, form, saved, 422)
    messages.success(request, f"{_count(saved)} {'är sparad' if saved == 1 else 'är sparade'}.")
    return redirect("documents", slug=case.slug)


def _receive_one(
    request: StaffRequest, case: Case, file: UploadedFile, form: UploadForm, *, alone: bool
) -> Document:
    told, name = form.cleaned_data, file.name or ""
    title = told["title"] if alone and "title" in request.POST else title_from(name)
    data = DocumentData(title, told["type"], told["received_on"])
    return receive(case, file, name, data, by=request.user)  # type: ignore[arg-type]


def _add_errors(form: UploadForm, name: str, broken: list[Rule]) -> None:
    """Each reason on its field; about a file, after the file's name."""
    for rule in broken:
        field = rule.where if rule.where in form.fields else "upload"
        about = f"{clean_name(name)}: " if field == "upload" else ""
        if f"{about}{rule.sentence}" not in form.errors.get(field, []):
            form.add_error(field, f"{about}{rule.sentence}")


def _wants_json(request: StaffRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _told(form: UploadForm, saved: int, kind: Any) -> JsonResponse:
    """What documents.js, which sends one file at a time, puts beside its row."""
    errors = [
        {"field": name, "sentence": str(sentence)}
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    status = STATUS[kind] if errors else 200
    return JsonResponse({"saved": saved, "errors": errors}, status=status)


def _refused(request: StaffRequest, case: Case, broken: RuleBroken) -> HttpResponse:
    """A whole refusal, to a page or to documents.js."""
    if not _wants_json(request):
        return refused(request, broken, case.get_absolute_url())
    errors = [{"field": "upload", "sentence": rule.sentence} for rule in broken.rules]
    return JsonResponse({"saved": 0, "errors": errors}, status=STATUS[broken.kind])


def _count(saved: int) -> str:
    return "1 handling" if saved == 1 else f"{saved} handlingar"


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
        sentence = "Handlingens fil går inte att läsa. Felet är noterat. Kontakta förvaltningen."
        against = [Rule("unreadable", sentence, kind="conflict")]
    if against:
        log.record(request.user, AccessLog.Action.REFUSED, what, case_number=case.number)
        return refused(request, RuleBroken(against), f"{case.get_absolute_url()}handlingar/")
    log.record(request.user, AccessLog.Action.READ, what, case_number=case.number)
    kind = found.file_kind
    response = FileResponse(
        file,
        content_type=kind.media_type,
        as_attachment=not kind.inline,
        filename=f"Handling-{slug}-{number}{kind.endings[0]}",
    )
    response["Content-Security-Policy"] = POLICY if kind.code == "pdf" else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
            messages.success(request, f"Handling {number} är noterad som felregistrerad.")
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
