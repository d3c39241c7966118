"""Sign-in before every page; sessions that end in time; not more requests than a person makes."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jobbtorg.signin import rates, refusals, sessions
from jobbtorg.signin.views import sign_in_again
from jobbtorg.ui.signin import posted_fields

SECRET_FIELDS = {"password", "old", "new", "code"}


class SessionLimits:
    """Ends a session that is over, or whose user has left; tells the page what is left of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before: is it over? After: how long is left."""
        user: Any = request.user
        if user.is_authenticated:
            if sessions.left(request.session).first <= 0 or not user.roles():
                logout(request)
            else:
                sessions.seen(request.session)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Session-Ends"] = str(sessions.left(request.session))
        return response


class RateLimits:
    """429 to who asks for more than a person does; what was typed stands on that page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing by itself."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Counts the request, and refuses what is too much."""
        wait = rates.too_many(request)
        if not wait:
            return None
        if wait.first:  # the rest of the minute would only fill the log
            refusals.note(request, refusals.TOO_MANY)
        if "text/html" not in request.headers.get("Accept", "text/html,"):
            answer: HttpResponse = JsonResponse({"message": rates.SENTENCE}, status=429)
        else:
            fields = [(n, v) for n, v in posted_fields(request) if n not in SECRET_FIELDS]
            context = {"path": request.get_full_path(), "fields": fields, "wait": wait.seconds}
            answer = render(request, "429.html", context, status=429)
        answer.headers["Retry-After"] = str(wait.seconds)
        return answer


class SignInRequired(LoginRequiredMiddleware):
    """Nobody in without a name; and nobody loses what they wrote when the session has ended."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Draft: 401 as JSON. A posted form: sign-in that carries it. Else: to the sign-in page."""
        if request.resolver_match and request.resolver_match.url_name in ("draft", "new_draft"):
            return JsonResponse({"message": "Du är utloggad."}, status=401)
        if request.method == "POST":
            return sign_in_again(request)
        return super().handle_no_permission(request, view_func)
