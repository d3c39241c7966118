"""Which units are under the same nämnd: a förvaltning with all its parts. OSL 8 kap. 1 §."""

from collections.abc import Iterable

from jobbtorg.once import once
from jobbtorg.organisation.models import Unit


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


def beside(units: Iterable[int]) -> set[int]:
    """Every unit under the nämnd, or nämnder, of these."""
    part_of = once("units", lambda: dict(Unit.objects.values_list("pk", "part_of")))

    def top(unit: int) -> int:
        while above := part_of[unit]:
            unit = above
        return unit

    tops = {top(unit) for unit in units}
    return {unit for unit in part_of if top(unit) in tops}
