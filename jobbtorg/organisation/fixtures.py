"""Loads the units and the delegation register of fixtures/organisation; twice changes nothing."""

from typing import Any

from jobbtorg.fixture import rows
from jobbtorg.organisation.models import CHEFER, Delegation, Function, NamndDecision, Power, Unit


def load() -> None:
    """Units, kinds of decision, and the chain nämnd → förvaltningschef → chefs."""
    for row in rows("organisation/units"):
        Unit.objects.get_or_create(name=row.pop("name"), defaults=row)
    for row in rows("organisation/powers"):
        Power.objects.get_or_create(code=row.pop("code"), defaults=row)
    for row in rows("organisation/delegations"):
        _load_namnd_decision(row)


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
