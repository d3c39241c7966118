"""What is refused before any page is asked leaves its row too: too much at once, a false token."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jobbtorg.audit import log
from jobbtorg.audit.middleware import number_in
from jobbtorg.audit.models import AccessLog
from jobbtorg.signin import attempts, rates
from jobbtorg.signin.models import Outcome, Way
from jobbtorg.ui import errors

TOO_MANY = "För många förfrågningar"
NO_TOKEN = "Ett formulär utan giltig nyckel"  # noqa: S105 - a sentence
WAYS = {
    "login": Way.PASSWORD,
    "sign_in_code": Way.CODE,
    "sign_in_enrol": Way.CODE,
    "sign_in_city": Way.CITY,
    "sign_in_city_back": Way.CITY,
}


def note(request: Any, what: str) -> None:
    """A row of the access log for who is signed in, of the sign-ins for who tries to be."""
    match = request.resolver_match
    if request.user.is_authenticated:
        told = f"{what}: {request.path}"
        log.record(request.user, AccessLog.Action.REFUSED, told, case_number=number_in(request))
    elif match and match.url_name in WAYS:
        attempts.note(request, WAYS[match.url_name], Outcome.REFUSED, reason=what)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was false or too old: noted, for each address once a minute, and told."""
    if request.user.is_authenticated or rates.count_of(request, "csrf") <= 1:
        note(request, NO_TOKEN)
    return errors.csrf_failure(request, reason)
