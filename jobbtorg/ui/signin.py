"""What is carried over a sign-in: the page asked for, and a form that was posted too late."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

HEADING = "rubrik"  # the id of every page's h1 in base.html
CARRIED = "after_sign_in"
NAMES = ("next", "resume_path", "resume_form")
LARGEST = 2_000_000  # characters of a form that is carried


def at_heading(url: str) -> str:
    """The address with the focus on its heading, unless it names a place of its own."""
    return url if urlsplit(url).fragment else f"{url}#{HEADING}"


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The form as it was posted, without its token."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def asked_for(request: HttpRequest) -> dict[str, str]:
    """What the sign-in page was asked to lead on to."""
    given = {name: request.POST.get(name, request.GET.get(name, "")) for name in NAMES}
    return given if len(given["resume_form"]) <= LARGEST else given | {"resume_form": ""}


def carry(request: HttpRequest) -> None:
    """Keeps it on the server while the sign-in takes one more step."""
    request.session[CARRIED] = asked_for(request)


def go_on(request: HttpRequest) -> HttpResponse:
    """Signed in: on with the form that was posted, or to the page asked for, or the worklist."""
    told = request.session.pop(CARRIED, None) or asked_for(request)
    target = told["next"]
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = resolve_url(settings.LOGIN_REDIRECT_URL)
    return _resumed(request, told) or redirect(at_heading(target))


def _resumed(request: HttpRequest, told: dict[str, Any]) -> HttpResponse | None:
    """A page with the carried form, ready to be sent again with the new session's token."""
    path = told["resume_path"]
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return None
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(told["resume_form"])]
    except (ValueError, TypeError):
        return None
    return render(request, "resume.html", {"path": path, "fields": fields})


def signed_in(request: HttpRequest) -> HttpResponse:
    """What the other tab shows after signing in again there; also asked to keep a session alive."""
    return render(request, "signed_in.html")
