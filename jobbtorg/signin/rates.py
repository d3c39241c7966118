"""How many requests a minute are let through: more of pages than of searches and what is dear."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from jobbtorg import clock
from jobbtorg.audit.middleware import address_of

logger = logging.getLogger(__name__)

MINUTE = 60
SENTENCE = "Det blev för många förfrågningar på kort tid. Vänta en stund och försök igen."
KIND_OF = {
    "login": "signin",
    "sign_in_code": "signin",
    "sign_in_enrol": "signin",
    "sign_in_city": "signin",
    "sign_in_city_back": "signin",
    "inbox_sort": "search",
    "find": "search",
    "open_with_reason": "search",
    # figures, files and checks: each costs as much as a hundred pages
    **dict.fromkeys(
        (
            "figures",
            "figure",
            "figure_csv",
            "figure_xlsx",
            "figures_whole_year",
            "situation",
            "situation_of",
            "unexecuted_csv",
            "upcoming_csv",
            "advice_csv",
            "report_csv",
            "report_pdf",
            "appeals_month_csv",
            "appeals_month_pdf",
            "log_csv",
            "log_report",
            "verify_case",
            "extract",
        ),
        "dear",
    ),
}
# to look at these pages is to look at a page
BY_POST = {"login", "sign_in_code", "sign_in_enrol", "sign_in_city", "find", "open_with_reason"}


@dataclass(frozen=True)
class Wait:
    """How many seconds until the next minute, and whether it is the first refusal in this one."""

    seconds: int
    first: bool


def too_many(request: Any) -> Wait | None:
    """The wait, if any: the request is counted in its minute, for its user or address."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    kind = KIND_OF.get(name, "page")
    if name in BY_POST and request.method != "POST":
        kind = "page"
    limit = settings.RATE_LIMITS.get(kind, 0)
    if not limit:
        return None
    count = count_of(request, kind)
    left = MINUTE - int(clock.now().timestamp()) % MINUTE
    return Wait(left, count == limit + 1) if count > limit else None


def count_of(request: Any, kind: str) -> int:
    """How many of the kind there have been in this minute, with this one, by the same."""
    minute = int(clock.now().timestamp()) // MINUTE
    who = f"user {request.user.pk}" if request.user.is_authenticated else address_of(request)
    return _count(f"rate:{kind}:{who}:{minute}".replace(" ", "-"))


def _count(key: str) -> int:
    """One more; none where Redis is away, since nobody shall stand outside because of that."""
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        return int(cache.incr(key))
    except (OSError, ValueError, RedisError):
        logger.warning("Redis svarar inte: förfrågningarna räknas inte just nu.")
        return 0
