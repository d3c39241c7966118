"""What the pages that take in files share: each file by itself, and the answer to documents.js."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, JsonResponse

from cases.models.files import KeptFile
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.files.contents import clean_name
from jobbtorg.files.receiving import skipped_of, too_large
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import STATUS, refused
from jobbtorg.ui.middleware import UPLOADED

Take = Callable[[UploadedFile, bool], Any]  # a file, and whether it came alone


def limits() -> dict[str, Any]:
    """What the form tells of what can be sent."""
    return {
        "practice": settings.DOCUMENT_SCANNER.endswith(".EicarOnly"),
        "max_bytes": settings.DOCUMENT_MAX_BYTES,
        "max_mb": settings.DOCUMENT_MAX_BYTES // (1024 * 1024),
        "too_large": too_large(),
    }


def take_each(request: StaffRequest, form: forms.Form, take: Take) -> tuple[int, str]:
    """Takes in what can be taken in, and puts what is wrong with the rest into the form.

    Answers with how many were saved, and of what kind the last refusal was.
    """
    saved, kind = 0, "incomplete"
    if form.is_valid():
        sent = form.cleaned_data["upload"]
        if not sent and not skipped_of(request):
            form.add_error("upload", "Välj minst en fil.")
        for file in sent:
            try:
                take(file, len(sent) == 1)
            except RuleBroken as broken:
                kind = broken.kind
                _add_errors(form, file.name or "", broken.rules)
            else:
                saved += 1
    for name, sentence in skipped_of(request):
        _add_errors(form, name, [Rule("skipped", sentence, where="upload")])
    return saved, kind


def _add_errors(form: forms.Form, name: str, broken: list[Rule]) -> None:
    """Each reason on its field; about a file, after the file's name."""
    for rule in broken:
        field = rule.where if rule.where in form.fields else "upload"
        about = f"{clean_name(name)}: " if field == "upload" else ""
        if f"{about}{rule.sentence}" not in form.errors.get(field, []):
            form.add_error(field, f"{about}{rule.sentence}")


def wants_json(request: StaffRequest) -> bool:
    """Whether documents.js asks, which sends one file at a time."""
    return request.headers.get("Accept", "").startswith("application/json")


def told(form: forms.Form, saved: int, kind: Any) -> JsonResponse:
    """What documents.js puts beside the file's row."""
    errors = [
        {"field": name, "sentence": str(sentence)}
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    status = STATUS[kind] if errors else 200
    return JsonResponse({"saved": saved, "errors": errors}, status=status)


def refused_whole(request: StaffRequest, broken: RuleBroken, back: str) -> HttpResponse:
    """A whole refusal, to a page or to documents.js."""
    if not wants_json(request):
        return refused(request, broken, back)
    errors = [{"field": "upload", "sentence": rule.sentence} for rule in broken.rules]
    return JsonResponse({"saved": 0, "errors": errors}, status=STATUS[broken.kind])


def in_words(saved: int) -> str:
    """That so many were saved."""
    return "1 handling är sparad." if saved == 1 else f"{saved} handlingar är sparade."


def sent(content: Any, file: KeptFile, name: str) -> FileResponse:
    """The file as it came, to be fetched, under a name that says nothing of anyone."""
    kind = file.file_kind
    return FileResponse(
        content,
        content_type=kind.media_type,
        as_attachment=True,
        filename=f"{name}{kind.endings[0]}",
        headers=UPLOADED,
    )
