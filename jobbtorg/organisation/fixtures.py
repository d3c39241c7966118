"""Loads the units and the delegation register of fixtures/organisation; twice changes nothing."""

from datetime import date, datetime, time
from typing import Any

from jobbtorg import clock
from jobbtorg.fixture import rows
from jobbtorg.organisation.models import (
    CHEFER,
    Course,
    Delegation,
    Function,
    NamndDecision,
    Power,
    Unit,
)


def load() -> None:
    """Units, kinds of decision, courses, and the chain nämnd → förvaltningschef → chefs."""
    for row in rows("organisation/units"):
        _load_unit(row)
    for order, row in enumerate(rows("organisation/powers"), start=1):
        _keep(Power, row | {"order": order})
    for row in rows("organisation/courses"):
        _keep(Course, row)
    load_delegations("organisation/delegations")


def load_delegations(name: str) -> None:
    """The nämnd's decisions of this file, registered on the first day that each holds."""
    for row in rows(name):
        registered = datetime.combine(
            date.fromisoformat(row["valid_from"]), time(), clock.STOCKHOLM
        )
        with clock.at(registered):
            _load_namnd_decision(row)


def _load_unit(row: dict[str, Any]) -> None:
    """A unit, under the one it is part of, which stands before it in the file."""
    row["part_of"] = Unit.objects.get(name=row["part_of"]) if "part_of" in row else None
    unit, new = Unit.objects.get_or_create(name=row.pop("name"), defaults=row)
    if not new and unit.part_of != row["part_of"]:
        unit.part_of = row["part_of"]
        unit.save()


def _keep(model: Any, row: dict[str, Any]) -> None:
    """The row of this code as the file has it; saved only where it differs."""
    found = model.objects.filter(code=row["code"]).first() or model()
    if any(getattr(found, name) != value for name, value in row.items()):
        for name, value in row.items():
            setattr(found, name, value)
        found.save()


def _load_namnd_decision(row: dict[str, Any]) -> None:
    """One decision of the nämnd, with its points and, where it allows, their passing on."""
    decision, new = NamndDecision.objects.get_or_create(
        dnr=row["dnr"], defaults={"decided_on": row["decided_on"], "paragraph": row["paragraph"]}
    )
    if not new:
        return
    top = Unit.objects.get(kind=Unit.Kind.FORVALTNING)
    for point in row["points"]:
        common = {
            "power": Power.objects.get(code=point["power"]),
            "lagrum": point["lagrum"],
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"],
        }
        given = Delegation.objects.create(
            function=Function.FORVALTNINGSCHEF,
            unit=top,
            namnd_decision=decision,
            point=point["point"],
            may_pass_on_to=list(CHEFER) if point["passed_on"] else [],
            **common,
        )
        if point["passed_on"]:
            _pass_on(given, row["passed_on_point"], common)


def _pass_on(given: Delegation, point: str, common: dict[str, Any]) -> None:
    """To the enhetschef and the biträdande enhetschef of each unit that decides."""
    for unit in Unit.objects.filter(kind=Unit.Kind.JOBBTORG):
        for function in CHEFER:
            Delegation.objects.create(
                function=function, unit=unit, ground=given, point=point, **common
            )
