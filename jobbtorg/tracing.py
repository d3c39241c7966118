"""The number of a request: given back, in every line it logs, and with the work it starts.

What is measured of a request is told by the name of its address, never by the address itself.
"""

import logging
import re
from collections.abc import Callable
from time import monotonic
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Histogram

from jobbtorg.redaction import redacted
from jobbtorg.request_id import done_for

WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
UNNAMED = "okänd"
REQUESTS = Histogram(
    "jobbtorg_request_seconds",
    "How long answers took, by the name of the address",
    ["address", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10),
)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}  # what else is sent is counted as one

logger = logging.getLogger("jobbtorg.requests")


def number_of(told: str) -> str:
    """What a proxy gave, where it is a plain word and could tell of nobody; else a new one."""
    if WELL_FORMED.fullmatch(told) and redacted(told) == told:
        return told
    return uuid4().hex


class Traced:
    """First of all middleware: the number, the line in the log, and how long the answer took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with its number."""
        number = number_of(request.headers.get("X-Request-ID", ""))
        request.number = number  # type: ignore[attr-defined]  # for what Django says of it later
        with done_for(number):
            begun = monotonic()
            response = self.get_response(request)
            _tell(request, response.status_code, monotonic() - begun)
            response.headers["X-Request-ID"] = number
        return response


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    address = (match.url_name if match else None) or UNNAMED
    method = request.method if request.method in METHODS else "OTHER"
    REQUESTS.labels(address, method, status).observe(seconds)
    told = {"address": address, "method": method, "status": status, "ms": round(seconds * 1000)}
    logger.info("%s %s %s", method, address, status, extra={"told": told})
