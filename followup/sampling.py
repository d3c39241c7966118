"""A nämnd's ten avslag of the month, by lot: the same ten whoever draws, and nobody can choose."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from decisions.models import GRANTS, Decision, Kind, Ruling
from followup.models import Grading
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.deadlines import add_months
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.namnder import beside, under

SIZE, MONTHS = 10, 12
READS = (Function.GRANSKARE, Function.FORVALTNINGSCHEF)


def months() -> list[date]:
    """The months that are over, by their first days, the latest first."""
    this = clock.today().replace(day=1)
    return [add_months(this, -n) for n in range(1, MONTHS + 1)]


def refusals(month: date, units: Collection[int]) -> QuerySet[Decision]:
    """The units' avslag. A protected person's is read at the unit alone, and is not drawn."""
    granting = Ruling.objects.filter(decision=OuterRef("pk"), outcome__in=GRANTS)
    rows = Decision.objects.filter(
        ~Exists(granting),
        kind=Kind.INSATS,
        unit__in=units,
        decided_on__gte=month,
        decided_on__lt=add_months(month, 1),
        application__case__person__protection="",
    )
    return rows.select_related("unit", "application__case")


def sample(month: date, units: Collection[int]) -> list[Decision]:
    """The ten whose lots are the lowest: a checksum of the month and the number of the decision."""
    drawn = sorted(refusals(month, units), key=lambda decision: _lot(month, decision))[:SIZE]
    return sorted(drawn, key=lambda decision: decision.number)


def _lot(month: date, decision: Decision) -> str:
    return hashlib.sha256(f"{month} {decision.number}".encode()).hexdigest()


def gradings(decisions: list[Decision]) -> dict[int, Grading]:
    """How each of them was graded last, by its key."""
    rows = Grading.objects.filter(decision__in=decisions).select_related("graded_by")
    return {row.decision_id: row for row in rows.order_by("pk")}


def against_reading(by: User) -> list[Rule]:
    """Why this person does not see the egenkontroll."""
    if any(role.function in READS for role in by.roles()):
        return []
    sentence = "Granskaren och förvaltningschefen ser egenkontrollen."
    return [Rule("not_reader", sentence, kind="forbidden")]


def against_grading(decision: Decision, month: date, by: User) -> Iterator[Rule]:
    """Why this person does not grade the reasons of the decision."""
    units = under(by, Function.GRANSKARE)
    if not units:
        yield Rule("not_granskare", "Bara granskare bedömer motiveringar.", kind="forbidden")
    if month not in months() or decision not in sample(month, units or beside([decision.unit_id])):
        yield Rule("not_drawn", "Beslutet är inte med i månadens urval.", kind="conflict")
