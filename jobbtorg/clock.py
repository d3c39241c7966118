"""The only clock: what day it is in Stockholm, and what moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)  # noqa: TID251 - the one place


def today() -> date:
    """The day in Stockholm, which is the day that a deadline knows."""
    return now().astimezone(STOCKHOLM).date()


def day_of(moment: datetime) -> date:
    """The day in Stockholm on which the moment fell."""
    return moment.astimezone(STOCKHOLM).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block it is `moment` (aware): for loading a past, never for a page."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
