"""Sign-in before every page, and the headers that every answer carries."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse

from jobbtorg.ui.signin import sign_in_again

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


class SignInRequired(LoginRequiredMiddleware):
    """Nobody in without a name; and nobody loses what they wrote when the session has ended."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Draft: 401 as JSON. A posted form: sign-in that carries it. Else: to the sign-in page."""
        if request.resolver_match and request.resolver_match.url_name in ("draft", "new_draft"):
            return JsonResponse({"message": "Du är utloggad."}, status=401)
        if request.method == "POST":
            return sign_in_again(request)
        return super().handle_no_permission(request, view_func)


class SafeHeaders:
    """A strict content security policy, and nothing about a person kept in a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Adds the headers unless the view has set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
