"""Where a calendar's days come from: the sources that the apps above have registered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jobbtorg.organisation.models import User


@dataclass(frozen=True)
class Event:
    """A day, or a moment and how it ends. `key` is the same as long as the event is the same.

    `words` hold no name: they are read in a calendar outside of the product.
    """

    key: str
    at: date | datetime
    words: str
    until: datetime | None = None

    @property
    def is_whole_day(self) -> bool:
        """Whether it is a day and no moment."""
        return not isinstance(self.at, datetime)


Source = Callable[[User], Iterable[Event]]
SOURCES: list[Source] = []


def source(function: Source) -> Source:
    """Registers a source of events for a user's calendar."""
    SOURCES.append(function)
    return function


def events_of(user: User) -> list[Event]:
    """All that the user's calendar shows, in the order of the days."""
    found = [event for asked in SOURCES for event in asked(user)]
    return sorted(found, key=lambda event: (event.at.isoformat(), event.key))
