"""What the pages of the register share: their sub-pages, and who may do what on them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.register.rules import against_keeping
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

PAGES = [
    ("delegations", "Delegationer"),
    ("who_may_decide", "Vem får besluta?"),
    ("appointments", "Förordnanden"),
    ("absences", "Frånvaro"),
    ("trainings", "Utbildning"),
    ("units", "Enheter"),
    ("register_changes", "Ändringar"),
]
KEEPERS_PAGE = ("accounts", "Konton")


def page(request: StaffRequest, here: str) -> dict[str, Any]:
    """The context that every page of the register has: its sub-pages, and who keeps it."""
    keeps = any(r.function == Function.DELEGATIONSADMIN for r in request.user.roles())
    pages = [*PAGES, KEEPERS_PAGE] if keeps else PAGES
    return {
        "subnav": [
            {"label": label, "url": reverse(name), "current": name == here} for name, label in pages
        ],
        "keeps": keeps,
    }


reading = require_http_methods(["GET", "HEAD"])
writing = require_http_methods(["GET", "HEAD", "POST"])


def for_keepers(*methods: str) -> Callable[[Callable[..., HttpResponse]], Any]:
    """By these methods only for the delegationsadministratör; others get the rule's sentence."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def kept(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            against = list(against_keeping(request.user)) if request.method in methods else []
            if against:
                return refused(request, RuleBroken(against), reverse("delegations"))
            return view(request, *args, **kwargs)

        return kept

    return decorate


keepers_only = for_keepers("GET", "HEAD", "POST")
keepers_change = for_keepers("POST")
