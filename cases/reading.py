"""Who reads a case with a reason reads: whatever is sent to one of its addresses is refused.

The acts refuse too, each for its own reasons; here is the one sentence that says why.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from cases.access import number_of
from cases.models import Case
from cases.opening_rules import lasting
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.ui.errors import refused

SENTENCE = "Du läser ärendet med skäl. Det går att läsa det, men inte att göra något i det."
READS = ("GET", "HEAD", "OPTIONS")


class ReadOnly:
    """Refuses what is posted in a case that the user has open with a reason alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Goes on: what is asked is asked once the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """403 for a post in such a case; else the view answers."""
        slug = kwargs.get("slug")
        if request.method in READS or not slug or not request.user.is_authenticated:
            return None
        number = number_of(slug)
        if not lasting(request.user).filter(case__number=number).exists():
            return None
        if Case.objects.visible_to(request.user).filter(number=number).exists():
            return None
        log.record(
            request.user,
            AccessLog.Action.REFUSED,
            request.resolver_match.url_name,
            case_number=number,
        )
        rule = Rule("reads", SENTENCE, kind="forbidden")
        return refused(request, RuleBroken([rule]), f"/arenden/{slug}/")
