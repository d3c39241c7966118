"""Which units are under the same nämnd: a förvaltning with all its parts. OSL 8 kap. 1 §.

What crosses the units of a nämnd asks here, by the function in which the user asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.once import once
from jobbtorg.organisation.models import Unit, User


def root(unit: str) -> str:
    """SQL: the förvaltning, or other top, that the unit in this column is part of. For triggers."""
    return f"""(
        WITH RECURSIVE above AS (
            SELECT id, part_of_id FROM organisation_unit WHERE id = {unit}
            UNION ALL
            SELECT u.id, u.part_of_id FROM organisation_unit u JOIN above ON u.id = above.part_of_id
        )
        SELECT id FROM above WHERE part_of_id IS NULL
    )"""


def same_namnd(unit: str) -> str:
    """SQL: whether the appointment `p` is under the nämnd of the unit in this column."""
    return f"{root('p.unit_id')} = {root(unit)}"


def parts(top: str) -> str:
    """SQL: the keys of the förvaltning in this column and of all its parts. For triggers."""
    return f"""(
        WITH RECURSIVE below AS (
            SELECT id FROM organisation_unit WHERE id = {top}
            UNION ALL
            SELECT u.id FROM organisation_unit u JOIN below ON u.part_of_id = below.id
        )
        SELECT id FROM below
    )"""


def beside(units: Iterable[int]) -> set[int]:
    """Every unit under the nämnd, or nämnder, of these."""
    part_of = _part_of()
    tops = {_top(unit, part_of) for unit in units}
    return {unit for unit in part_of if _top(unit, part_of) in tops}


@dataclass(frozen=True)
class Units:
    """Units, told by the fewer keys: theirs, or all others'. For a question over a whole nämnd.

    PostgreSQL weighs each key of a list when it plans, and makes a plan anew for a long list; a
    nämnd may have hundreds of units, and most cities have one nämnd. docs/adr/0033.
    """

    keys: list[int] = field(default_factory=list)
    others: bool = False  # they are all the units but those with these keys

    def hold(self, column: str) -> Q:
        """Whether the unit in the column, which is never empty, is one of them."""
        if not self.others:
            return Q(among(column, self.keys))
        return ~Q(among(column, self.keys)) if self.keys else ~Q(pk__in=[])

    def __bool__(self) -> bool:
        return self.others or bool(self.keys)


def all_beside(units: Iterable[int]) -> Units:
    """Every unit under the nämnd, or nämnder, of these; none where there are none."""
    if not units:
        return Units()
    these = beside(units)
    others = _part_of().keys() - these
    return Units(sorted(others), True) if len(others) < len(these) else Units(sorted(these))


def top_of(unit: Unit) -> int:
    """The förvaltning, or other top, that the unit is part of: its nämnd's."""
    return _top(unit.pk, _part_of())


def under(user: User, *functions: str, on: date | None = None) -> set[int]:
    """Every unit under the nämnd, or nämnder, where the user holds one of the functions."""
    day = on or clock.today()
    return once(
        ("under", user.pk, user.is_active, functions, day), lambda: _under(user, functions, day)
    )


def _under(user: User, functions: tuple[str, ...], day: date) -> set[int]:
    held = {unit for function, unit in user.held(day) if function in functions}
    return beside(held) if user.is_active else set()


def tops(user: User, *functions: str) -> list[Unit]:
    """The förvaltningar of the nämnder where the user holds one of the functions today."""
    units = under(user, *functions)
    found = Unit.objects.filter(pk__in=units, part_of=None).order_by("pk")
    return once(("tops", frozenset(units)), lambda: list(found))


def acts_for(user: User, unit: Unit, *functions: str) -> bool:
    """Whether the user holds one of the functions today under the unit's own nämnd."""
    return unit.pk in under(user, *functions)


def _part_of() -> dict[int, int | None]:
    return once("units", lambda: dict(Unit.objects.values_list("pk", "part_of")))


def _top(unit: int, part_of: dict[int, int | None]) -> int:
    while above := part_of[unit]:
        unit = above
    return unit
