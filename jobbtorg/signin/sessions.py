"""How long a session lasts: so long without a page, so long in all. Then its user signs in again.

The limits stand in settings; what a session remembers is two moments.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from jobbtorg import clock

BEGAN, SEEN = "began", "seen"
EVERY = 60  # seconds: so often a session that is in use is written


@dataclass(frozen=True)
class Left:
    """Seconds until the session ends if nothing happens, and until it ends whatever happens."""

    idle: int
    whole: int

    @property
    def first(self) -> int:
        """Which of them comes first."""
        return min(self.idle, self.whole)

    def __str__(self) -> str:
        return f"{self.first} {self.whole}"


def _now() -> int:
    return int(clock.now().timestamp())


def began(request: Any, **_: Any) -> None:
    """Somebody has signed in."""
    request.session[BEGAN] = request.session[SEEN] = _now()


def left(session: Any) -> Left:
    """What is left of the session.

    A moment ahead is as far away as one that has passed: the clock has been put back since.
    """
    idle = settings.SESSION_IDLE_MINUTES * 60 - _from_now(session.get(SEEN, 0))
    return Left(idle, settings.SESSION_COOKIE_AGE - _from_now(session.get(BEGAN, 0)))


def _from_now(moment: int) -> int:
    return abs(_now() - moment)


def seen(session: Any) -> None:
    """Its user did something; written once a minute, not at each request."""
    if _from_now(session.get(SEEN, 0)) >= min(EVERY, settings.SESSION_IDLE_MINUTES * 15):
        session[SEEN] = _now()
