"""Din kalender: making, showing once and revoking its address; and what lies under it."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.calendar import ics
from jobbtorg.calendar.actions import make_feed, revoke_feed
from jobbtorg.calendar.models import Feed, hashed
from jobbtorg.calendar.sources import events_of
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

HOUR = 60 * 60
MOST_AN_HOUR = 60
FETCHED = "Kalenderflödet"


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: StaffRequest) -> HttpResponse:
    """Whether there is an address and when it was last asked; a new one, or none any more."""
    match request.POST.get("do") if request.method == "POST" else "":
        case "make":
            token = make_feed(by=request.user)
            url = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
            return _page(request, url=url)
        case "revoke":
            try:
                revoke_feed(by=request.user)
            except RuleBroken as broken:
                return refused(request, broken, reverse("calendar"))
            messages.success(request, "Adressen är avstängd. Kalendern hämtar inget mer.")
            return redirect("calendar")
    return _page(request)


def _page(request: StaffRequest, **shown: Any) -> HttpResponse:
    feed = Feed.objects.live().filter(user=request.user).first()
    fetched = None
    if feed:
        rows = AccessLog.objects.filter(user=request.user, what=FETCHED, at__gte=feed.made_at)
        fetched = rows.order_by("-at").values_list("at", flat=True).first()
    return render(request, "calendar.html", {"feed": feed, "fetched": fetched} | shown)


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, to whoever knows the address while its user works here."""
    found = Feed.objects.by(token)
    if found is None:
        raise Http404
    if _asked_too_often(token):
        answer = HttpResponse("För många hämtningar. Försök igen om en stund.", status=429)
        answer.headers["Content-Type"] = "text/plain; charset=utf-8"
        answer.headers["Retry-After"] = str(HOUR)
        return answer
    log.record(found.user, AccessLog.Action.LIST, FETCHED)
    body = ics.written(events_of(found.user))
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = 'inline; filename="jobbtorg.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _asked_too_often(token: str) -> bool:
    """Whether the address has been asked more often this hour than any calendar does."""
    key = f"calendar:{hashed(token)[:32]}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > MOST_AN_HOUR
    except ValueError:  # the hour ended between the two
        return False
