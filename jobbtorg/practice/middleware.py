"""While the practice city is brought back nobody works in it: each request meets how far it is."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from jobbtorg.practice import progress
from jobbtorg.practice.mark import is_being_reset

ASKED_BY_MACHINES = "/drift/"


class UnderReset:
    """Before the session, whose table is locked meanwhile. Where all is real it is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or 503 that reads itself anew."""
        if request.path.startswith(ASKED_BY_MACHINES) or not is_being_reset():
            return self.get_response(request)
        page = render_to_string("demo/resetting.html", {"demo": True, "done": progress.percent()})
        return HttpResponse(page, status=503, headers={"Retry-After": "5"})
