"""What an anmälan says of each decision: no person, and of a protected one's case no unit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch

from cases.models import Outcome
from decisions.deciders import OF_KIND, POWERS
from decisions.models import Decision, ReportList, Ruling
from decisions.models.reporting import InLines, unreported
from jobbtorg.organisation.models import Delegation, Unit

CONCEALED = "Skyddad"
COLUMNS = (
    "Löpnr", "Beslutsdatum", "Ärendenummer", "Beslutstyp", "Lagrum", "Utfall", "Enhet", "Delegat",
    "Befattning", "Delegationspunkt", "Anmärkning",
)  # fmt: skip
LATE = "Fattat före perioden"
ALL = slice(None)
AT_A_TIME = 1000  # so many are held in memory with all that is read of them
READ = (
    "kind", "decided_on", "unit", "decided_by", "appointment", "delegation",
    "application__case__number", "application__case__person__protection",
)  # fmt: skip
BESIDE = (
    "application__case__person", "unit", "decided_by", "appointment", "delegation__ground",
    "delegation__power",
)  # fmt: skip


@dataclass(frozen=True)
class Line(InLines):
    """One decision as a list tells of it; a line of text for each ruling, in the same order."""

    decision_id: int
    position: int
    decided_on: date
    case_number: str
    kinds: str
    provisions: str
    outcomes: str
    unit: str
    delegate: str
    delegate_title: str
    points: str
    late: bool


def lines(first: date, last: date, namnd: Unit, some: slice = ALL) -> list[Line]:
    """What a list of the nämnd's period would hold: all that is not reported by its last day.

    `some` of its places, where not all are shown.
    """
    rows = unreported(last, namnd)[some].select_related(*BESIDE).only(*READ)
    rulings = Ruling.objects.only("decision", "basis", "lagrum", "outcome")
    rows = rows.prefetch_related(Prefetch("rulings", rulings))
    register = _register()
    found = enumerate(rows.iterator(chunk_size=AT_A_TIME), start=(some.start or 0) + 1)
    return [_line(decision, n, decision.decided_on < first, register) for n, decision in found]


def _register() -> dict[str, list[Delegation]]:
    """The register's rows for each kind of decision that a decision on an application holds."""
    codes = [*POWERS.values(), *OF_KIND.values()]
    rows = Delegation.objects.filter(power__code__in=codes, withdrawn_on=None)
    found: dict[str, list[Delegation]] = {code: [] for code in codes}
    for row in rows.select_related("power", "ground"):
        found[row.power.code].append(row)
    return found


def _line(decision: Decision, position: int, late: bool, register: dict[str, Any]) -> Line:
    assert decision.appointment is not None and decision.delegation is not None
    case = decision.application.case
    rulings = list(decision.rulings.all())
    given = [_row_for(decision, ruling.basis, register) for ruling in rulings]
    hidden = case.person.is_protected
    return Line(
        decision_id=decision.pk,
        position=position,
        decided_on=decision.decided_on,
        case_number=case.number,
        kinds="\n".join(row.power.name for row in given),
        provisions="\n".join(ruling.lagrum for ruling in rulings),
        outcomes="\n".join(ruling.get_outcome_display() for ruling in rulings),
        unit=CONCEALED if hidden else str(decision.unit),
        delegate=CONCEALED if hidden else str(decision.decided_by),
        delegate_title=decision.appointment.get_function_display(),
        points="\n".join(row.top.point for row in given),
        late=late,
    )


def _row_for(decision: Decision, basis: str, register: dict[str, Any]) -> Delegation:
    """The row of the register by which the delegate ruled on this: beside the one for the right."""
    own, day = decision.delegation, decision.decided_on
    assert own is not None
    units = (own.unit_id, decision.unit_id, decision.unit.part_of_id)
    beside = [
        row
        for row in register[OF_KIND.get(decision.kind) or POWERS[basis]]
        if row.function == own.function
        and row.unit_id in units
        and row.valid_from <= day
        and (row.valid_to is None or day <= row.valid_to)
    ]
    return own if own in beside or not beside else beside[0]


Alike = tuple[str, str, int]  # lagrum and outcome, a line for each ruling; how many decisions
Totals = list[tuple[str, int]]


def totals(rows: Sequence[Line]) -> Totals:
    """How many decisions, how many of them late, and how many rulings of each outcome."""
    alike = ((row.provisions, row.outcomes, 1) for row in rows)
    return _added(len(rows), sum(row.late for row in rows), alike)


def totals_of(report: ReportList) -> Totals:
    """The same of a fastställd list, counted by PostgreSQL."""
    rows = report.rows.order_by().values_list("provisions", "outcomes", "late")
    alike = list(rows.annotate(n=Count("pk")))
    late = sum(n for _, _, is_late, n in alike if is_late)
    return _added(report.total, late, ((lagrum, told, n) for lagrum, told, _, n in alike))


def totals_to_be(first: date, last: date, namnd: Unit, count: int) -> Totals:
    """The same of what is not reported, which is so many."""
    left = unreported(last, namnd).order_by()
    rulings = Ruling.objects.filter(decision__in=left).order_by()
    told = dict([*Outcome.choices, *Ruling.Formal.choices])
    each = rulings.values_list("lagrum", "outcome").annotate(n=Count("pk"))
    late = left.filter(unreported__decided_on__lt=first).count()
    return _added(count, late, ((lagrum, told[outcome], n) for lagrum, outcome, n in each))


def _added(count: int, late: int, alike: Iterable[Alike]) -> Totals:
    found = [("Beslut i listan", count), *([(LATE, late)] if late else [])]
    counted: Counter[tuple[str, str]] = Counter()
    for provisions, outcomes, n in alike:
        for pair in zip(provisions.split("\n"), outcomes.split("\n"), strict=True):
            counted[pair] += n
    each = ((f"{lagrum}: {told.lower()}", n) for (lagrum, told), n in sorted(counted.items()))
    return [*found, *each]
