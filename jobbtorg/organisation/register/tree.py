"""The register as a tree, on any day: nämnd → förvaltningschef → function at a unit.

For a day that has passed it is read from history: exactly what the register said that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from jobbtorg import clock
from jobbtorg.organisation.models import (
    Appointment,
    Delegation,
    NamndDecision,
    Power,
    Unit,
    User,
)
from jobbtorg.rulebook.citations import Citations


@dataclass
class Row:
    """A delegation with who holds it, and what is to be said of it on the day."""

    delegation: Delegation
    holders: list[str]
    status: str
    tone: str
    repealed: bool
    below: list["Row"] = field(default_factory=list)


@dataclass(frozen=True)
class Filter:
    """Which part of the register is asked for."""

    power: Power | None = None
    unit: Unit | None = None
    function: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Tree:
    """The register on a day: the nämnd's delegations, and what has no delegate."""

    day: date
    tops: list[Row]
    without: list[Power]

    def rows(self) -> Iterable[tuple[Row, Row | None]]:
        """Every row, in order, with the one it rests on."""
        for top in self.tops:
            yield top, None
            for row in top.below:
                yield row, top


def register_on(day: date, asked: Filter | None = None) -> Tree:
    """The register as it stood that day; today's also shows what is to come."""
    asked = asked or Filter()
    facts = _Facts(day)
    rows = [facts.dress(row) for row in as_it_stood(Delegation, day)]
    if not asked.ended:
        rows = [row for row in rows if row.status not in ("Upphörd", "Återtagen")]
    tops = {row.delegation.pk: row for row in rows if row.delegation.ground_id is None}
    for row in rows:
        top = tops.get(row.delegation.ground_id or 0)
        if top and _asked_for(row.delegation, asked):
            top.below.append(row)
    given = {row.delegation.power_id for row in tops.values()}
    without = [p for p in facts.powers.values() if p.pk not in given and asked.power in (None, p)]
    return Tree(day, _in_order(tops.values(), asked), sorted(without, key=lambda p: p.order))


def _asked_for(row: Delegation, asked: Filter) -> bool:
    units = {asked.unit.pk, asked.unit.part_of_id} if asked.unit else {row.unit_id}
    return row.unit_id in units and asked.function in ("", row.function)


def _in_order(tops: Iterable[Row], asked: Filter) -> list[Row]:
    """By kind of decision; below, by unit, the enhetschef first."""
    kept = [
        top
        for top in tops
        if asked.power in (None, top.delegation.power)
        and (top.below or not (asked.unit or asked.function))
    ]
    for top in kept:
        top.below.sort(
            key=lambda row: (
                row.delegation.unit.name,
                len(row.delegation.function),
                row.delegation.valid_from,
            )
        )
    return sorted(kept, key=lambda row: (row.delegation.power.order, row.delegation.valid_from))


class _Facts:
    """What dressing the rows of one day needs, read once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.powers = Power.objects.in_bulk()
        self._units = Unit.objects.in_bulk()
        self._decisions = NamndDecision.objects.in_bulk()
        self._citations = Citations(day)
        self._holders: dict[tuple[int, str], list[str]] = {}
        users = User.objects.in_bulk()
        for held in as_it_stood(Appointment, day):
            if held.status(day)[0] in ("Gäller", "Upphör"):
                kind = held.get_kind_display().lower()
                mark = "" if held.kind == Appointment.Kind.ORDINARIE else f" ({kind})"
                key = (held.unit_id, held.function)
                self._holders.setdefault(key, []).append(f"{users[held.user_id]}{mark}")

    def dress(self, row: Delegation) -> Row:
        """The row with its names, holders, status and mark; without a query of its own."""
        row.power = self.powers[row.power_id]
        row.unit = self._units[row.unit_id]
        if row.namnd_decision_id:
            row.namnd_decision = self._decisions[row.namnd_decision_id]
        status, tone = row.status(self.day)
        return Row(
            row,
            sorted(name for unit in self._covered(row) for name in self._at(unit, row)),
            status,
            tone,
            self._citations.repealed(row.lagrum),
        )

    def _covered(self, row: Delegation) -> list[Unit]:
        if row.unit.kind != Unit.Kind.OMRADE:
            return [row.unit]
        return [unit for unit in self._units.values() if unit.part_of_id == row.unit_id]

    def _at(self, unit: Unit, row: Delegation) -> list[str]:
        names = self._holders.get((unit.pk, row.function), [])
        return names if unit == row.unit else [f"{name}, {unit}" for name in names]


def as_it_stood(model: Any, day: date) -> list[Any]:
    """The rows as the register had them when the day ended; as they are, from today on."""
    if day >= clock.today():
        return list(model.objects.all())
    ended = datetime.combine(day + timedelta(days=1), time(), clock.STOCKHOLM)
    versions = model.history.filter(history_date__lt=ended)
    latest = versions.order_by("id", "-history_id").distinct("id")
    return [version.instance for version in latest]
