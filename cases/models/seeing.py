"""Which cases a user's functions show: by unit, by nämnd, and how long after a case is closed.

Lag (2001:454) 10 §: what somebody needs for their work, and no more. The appointments are read in
the call itself: no answer outlives the question, and the query that is built has no branch that
the user cannot use.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.models.district import Signposting
from jobbtorg import clock
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.namnder import beside
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


def by_function(held: Held, namnds: Callable[[], Q], opened: Exists) -> Q:
    """What the functions show: the unit's, the nämnd's, and what the nämnd is to decide."""
    found = Q(pk__in=[])
    at_units = held.units(*UNIT_ROLES)
    if at_units:
        found |= Q(unit__in=at_units) & (live(held.day) | Q(opened))
    everywhere = held.units(Function.REGISTRATOR)
    if everywhere:
        found |= Q(unit__in=beside(everywhere))
    secretary = held.units(Function.NAMNDSEKRETERARE)
    if secretary:
        found |= Q(unit__in=beside(secretary)) & namnds()
    return found


def live(day: date) -> Q:
    """Not closed; or it was closed, or something happened in it, lately; or something remains."""
    since = datetime.combine(day - timedelta(days=setting(CLOSED_SEEN, day)), time())
    since = since.replace(tzinfo=clock.STOCKHOLM)
    left = [Q(Exists(remaining(day))) for remaining in REMAINS]
    return reduce(or_, left, ~Q(status="avslutad") | Q(lately(since)))


def lately(since: datetime) -> Exists:
    """Whether the journal has a line since then: the closing itself writes one."""
    return Exists(lines_of_journal().filter(case=OuterRef("pk"), written_at__gte=since))


def lines_of_journal() -> Any:
    """Every line of every journal, in no order."""
    from cases.models.journal import JournalEntry  # it points at the case

    return JournalEntry.objects.order_by()


def followed(day: date) -> Any:
    """The case's hänvisningar that are still to be followed up."""
    return Signposting.objects.open().filter(case=OuterRef("pk")).order_by()


# What is left to do in a closed case (OuterRef("pk")) on a day; later apps add what is theirs.
REMAINS: list[Callable[[date], Any]] = [followed]


def units_beside(held: Held, functions: Iterable[str]) -> set[int]:
    """The units under the nämnder at which one of the functions is held."""
    units = held.units(*functions)
    return beside(units) if units else set()
