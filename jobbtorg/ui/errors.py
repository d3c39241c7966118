"""The one place where a refusal becomes a page: 403 forbidden, 409 conflict, 422 incomplete."""

import errno
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from psycopg.errors import DiskFull

from jobbtorg import request_id
from jobbtorg.acts import RuleBroken
from jobbtorg.ui.signin import posted_fields

LONG = 20  # characters: what a person has written, rather than chosen

STATUS = {"forbidden": 403, "conflict": 409, "incomplete": 422}


def into_form(form: BaseForm, broken: RuleBroken) -> int:
    """Puts each reason on its field, or on the whole form; returns the HTTP status."""
    for rule in broken.rules:
        field = rule.where if rule.where in form.fields else None
        form.add_error(field, f"{rule.sentence} {rule.statute}".strip())
    return STATUS[broken.kind]


def carry_out(form: BaseForm, act: Callable[[], Any]) -> int:
    """Does the act when the form is valid: 0 when done, else the status of the page that says why.

    Each reason then stands on its field.
    """
    if not form.is_valid():
        return 422
    try:
        act()
    except RuleBroken as broken:
        return into_form(form, broken)
    return 0


def refused(request: HttpRequest, broken: RuleBroken, back: str = "/") -> HttpResponse:
    """A page that says why the act was refused, and shows the texts that were sent with it."""
    status = STATUS[broken.kind]
    template = "409.html" if status == 409 else "403.html"
    context = {"rules": broken.rules, "back": back, "typed": typed_in(request)}
    return render(request, template, context, status=status)


def typed_in(request: HttpRequest) -> list[str]:
    """The texts that came with the form, to copy from; none of what the view has called secret."""
    if hasattr(request, "sensitive_post_parameters"):
        return []
    try:
        return [text for _, text in posted_fields(request) if len(text) >= LONG and " " in text]
    except OSError:  # the browser was gone before all had come
        return []


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page's token was too old. A form from a page of ours is carried on, to be sent again.

    A form from elsewhere is not: a click on our page must never send what another site wrote.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if own and request.user.is_authenticated and request.POST:
        context = {"path": request.get_full_path(), "fields": posted_fields(request)}
        return render(request, "resume.html", context, status=403)
    return render(request, "csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """What was sent could not be read, or was too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; where the database is away, or a disk is full, the page says to wait.

    Both show the texts that were sent, and neither asks the database anything.
    """
    error = sys.exc_info()[1]
    told = {"number": request_id.current(), "typed": typed_in(request), "full": _is_full(error)}
    if _is_away(error):
        away = render_to_string("503.html", told)
        return HttpResponse(away, status=503, headers={"Retry-After": "30"})
    return HttpResponse(render_to_string("500.html", told), status=500)


def _is_away(error: BaseException | None) -> bool:
    """Whether it is what we stand on that fails, and not what we do."""
    if isinstance(error, OSError):
        return _is_full(error) or error.errno in (errno.EROFS, errno.EHOSTUNREACH)
    return isinstance(error, OperationalError | InterfaceError)


def _is_full(error: BaseException | None) -> bool:
    """Whether a disk has no room: the documents' or the database's."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(getattr(error, "__cause__", None), DiskFull)
