"""A request as pages see it: signed in, since nothing else comes past the middleware."""

from django.http import HttpRequest

from jobbtorg.organisation.models import User


class StaffRequest(HttpRequest):
    """Only a type: every view but the sign-in gets a user of ours."""

    user: User  # type: ignore[assignment]
