"""Which cases a user's functions show: by unit, by nämnd, and how long after a case is closed.

Lag (2001:454) 10 §: what somebody needs for their work, and no more. The appointments are read in
the call itself: no answer outlives the question, and the query that is built has no branch that
the user cannot use.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.namnder import Units, all_beside, beside
from jobbtorg.rulebook.models import setting

UNIT_ROLES = (Function.COACH, *CHEFER)
OPENERS = (*UNIT_ROLES, Function.REGISTRATOR)  # who may open another unit's case with a reason
CLOSED_SEEN = "avslutat_synligt_dagar"


@dataclass(frozen=True)
class Held:
    """What a user is appointed to on a day: at which units, by function."""

    day: date
    at: dict[str, set[int]] = field(default_factory=dict)

    def units(self, *functions: str) -> set[int]:
        """The units at which one of the functions is held."""
        return {unit for function in functions for unit in self.at.get(function, ())}

    def __bool__(self) -> bool:
        return bool(self.at)


def held_by(user: Any, on: date | None = None) -> Held:
    """What the user holds on the day, asked for now; nothing for who is shut out."""
    day = on or clock.today()
    held = Held(day)
    for function, unit in user.held(day) if user.is_active else ():
        held.at.setdefault(function, set()).add(unit)
    return held


@dataclass(frozen=True)
class Own:
    """The cases that something stands in for a user alone: keys, which are few."""

    barred: list[int] = field(default_factory=list)  # where the user is jävig
    named: list[int] = field(default_factory=list)  # by a guardian grant
    opened: list[int] = field(default_factory=list)  # with a reason, and it lasts still


@dataclass(frozen=True)
class Sight:
    """What a user may see on a day: all that decides it, as values."""

    day: date
    since: datetime  # what was closed after it is still the unit's
    at_units: list[int]
    everywhere: Units  # those of the registrator's nämnder
    namnds: Units  # and of the nämndsekreterare's
    own: Own


def sight_of(held: Held, own: Own) -> Sight:
    """What these appointments show, and what stands in cases for the user."""
    at_units = sorted(held.units(*UNIT_ROLES))
    days = setting(CLOSED_SEEN, held.day) if at_units else 0  # the others see what is closed too
    return Sight(
        held.day,
        datetime.combine(held.day - timedelta(days=days), time(), clock.STOCKHOLM),
        at_units,
        whole_namnd(held, Function.REGISTRATOR),
        whole_namnd(held, Function.NAMNDSEKRETERARE),
        own,
    )


def by_function(sight: Sight) -> Q:
    """What the functions show: the unit's, the nämnd's, and what the nämnd is to decide."""
    found = Q(pk__in=[])
    if sight.at_units:
        seen = live(sight)
        if sight.own.opened:
            seen |= Q(among("pk", sight.own.opened))
        found |= Q(among("unit", sight.at_units)) & seen
    if sight.everywhere:
        found |= sight.everywhere.hold("unit")
    if sight.namnds:
        found |= sight.namnds.hold("unit") & Q(standing__namnds=True)
    return found


def live(sight: Sight) -> Q:
    """Not closed; or it was closed, or something happened in it, lately; or something remains.

    What remains: a hänvisning to follow up, or an appeal that is not at its end.
    """
    lately = Q(standing__last_line_at__gte=sight.since)
    remains = Q(standing__signposted=True) | Q(standing__appeal_until__gte=sight.day)
    return ~Q(status="avslutad") | lately | remains


def lines_of_journal() -> Any:
    """Every line of every journal, in no order."""
    from cases.models.journal import JournalEntry  # it points at the case

    return JournalEntry.objects.order_by()


def units_beside(held: Held, functions: Iterable[str]) -> set[int]:
    """The units under the nämnder at which one of the functions is held."""
    units = held.units(*functions)
    return beside(units) if units else set()


def whole_namnd(held: Held, *functions: str) -> Units:
    """The same, for a question that many ask all day."""
    return all_beside(held.units(*functions))
