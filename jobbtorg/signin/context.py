"""What every page is told of the session: how long is left of it."""

from typing import Any

from django.http import HttpRequest

from jobbtorg.signin import sessions


def session(request: HttpRequest) -> dict[str, Any]:
    """The seconds until it ends, for who is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"session_left": str(sessions.left(request.session))}
