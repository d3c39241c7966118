"""The headers that every answer carries."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from jobbtorg.once import asked_once


def origin(url: str) -> list[str]:
    """The scheme and host of the address, as a source of the policy; none where there is none."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        " ".join(["form-action 'self'", *origin(settings.OIDC["issuer"])]),
        "frame-ancestors 'self'",
        # Text becomes HTML in one place alone: static/ui/js/inert.js
        "require-trusted-types-for 'script'",
        "trusted-types jobbtorg-inert",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media",
            "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
            "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
        )
    ),
}  # fmt: skip

# For what somebody has sent in: nothing in it runs, fetches or is shown in a frame, even where a
# browser would open it instead of keeping it.
UPLOADED = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SafeHeaders:
    """A strict content security policy, and nothing about a person kept in a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Adds the headers unless the view has set its own."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


LONGEST = 4000  # characters after the question mark; fifty papers to be sorted are under a thousand


class ShortAddress:
    """414 in Swedish for an address that no page of ours has, before anything is asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is read of it, not even whose session it is."""
        if len(request.META.get("QUERY_STRING", "")) <= LONGEST:
            return self.get_response(request)
        return HttpResponse(render_to_string("414.html"), status=414)


class AskedOnce:
    """While a page is read, what holds of its reader and of the rulebook is asked for once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """An act asks for itself each time."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with asked_once():
            return self.get_response(request)
