"""Every page that shows a person, and every refusal, leaves its rows before the answer is sent."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog

SAFE = ("GET", "HEAD")


class AccessLogged:
    """Last of all middleware, so that it sees what the page itself answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; without its rows it is never sent."""
        visit = log.Visit(ip=address_of(request))
        with log.visiting(visit):
            response = self.get_response(request)
            refused = _is_refusal(request, response.status_code)
            if refused and not visit.rows:
                _note(request)
        if visit.rows:
            visit.write(response.status_code, refused=refused)
        return response


def _is_refusal(request: HttpRequest, status: int) -> bool:
    """Not there or not theirs; or a page that cannot be shown as things stand."""
    return status in (403, 404) or (status == 409 and request.method in SAFE)


def _note(request: HttpRequest) -> None:
    """The refusal of an address of ours, where the page itself noted nothing."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return
    what = f"En sida som inte visades: {request.path}"
    log.record(request.user, AccessLog.Action.REFUSED, what, case_number=number_in(request))


def number_in(request: HttpRequest) -> str:
    """The number of the case in the address, if one stands there."""
    match = request.resolver_match
    return str(match.kwargs.get("slug", "") if match else "").replace("-", " ", 1)[:20]


def address_of(request: Any) -> str | None:
    """Where the request comes from: the last address that a proxy of ours has vouched for.

    What is further to the left in X-Forwarded-For the client itself can have written. What is no
    address never reaches the database.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    told = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        told = hops[-settings.PROXIES] or told
    try:
        return str(ip_address(told))
    except ValueError:
        return None
