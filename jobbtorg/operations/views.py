"""What machines ask: whether the process lives, whether each part answers, and the measures."""

import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from jobbtorg.operations import measures, parts


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers: that a part is away is no reason to start it anew."""
    return JsonResponse({"lever": True})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether to send people here, and what each part says: 503 where pages cannot be answered."""
    said = parts.answers()
    is_ready = parts.is_ready(said)
    told = {"redo": is_ready, "delar": said}
    return JsonResponse(
        told, status=200 if is_ready else 503, json_dumps_params={"ensure_ascii": False}
    )


@login_not_required
@require_safe
def measured(request: HttpRequest) -> HttpResponse:
    """For who has the token; without one in the settings there is no such address."""
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not token or not hmac.compare_digest(told.encode(), token.encode()):
        raise Http404
    return HttpResponse(measures.latest(), content_type=CONTENT_TYPE_LATEST)
