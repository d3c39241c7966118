"""What an anmälan says of each decision: no person, and of a protected one's case no unit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

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
    read = rows.iterator(chunk_size=AT_A_TIME)
    register, found = _Register(), list[Line]()
    while batch := list(islice(read, AT_A_TIME)):
        register.learn(unit for row in batch for unit in _units_of(row))
        told = enumerate(batch, start=(some.start or 0) + len(found) + 1)
        found += [_line(row, n, row.decided_on < first, register) for n, row in told]
    return found


class _Register:
    """The delegations to rule on an application, of the units that have been asked about."""

    def __init__(self) -> None:
        self.units: set[int | None] = set()
        self.rows: dict[tuple[str, int | None], list[Delegation]] = {}

    def learn(self, units: Iterable[int | None]) -> None:
        """Reads those of the units that are not known yet."""
        new = set(units) - self.units
        codes = [*POWERS.values(), *OF_KIND.values()]
        rows = Delegation.objects.filter(power__code__in=codes, withdrawn_on=None, unit__in=new)
        for row in rows.select_related("power", "ground") if new else ():
            self.rows.setdefault((row.power.code, row.unit_id), []).append(row)
        self.units |= new

    def of(self, code: str, units: Iterable[int | None]) -> list[Delegation]:
        """The rows for the power at the units, in the register's order."""
        found = [row for unit in set(units) for row in self.rows.get((code, unit), ())]
        return sorted(found, key=lambda row: row.pk)


def _units_of(decision: Decision) -> tuple[int | None, ...]:
    """The units whose rows of the register the delegate may have ruled by."""
    assert decision.delegation is not None
    return decision.delegation.unit_id, decision.unit_id, decision.unit.part_of_id


def _line(decision: Decision, position: int, late: bool, register: _Register) -> Line:
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


def _row_for(decision: Decision, basis: str, register: _Register) -> Delegation:
    """The row of the register by which the delegate ruled on this: beside the one for the right."""
    own, day = decision.delegation, decision.decided_on
    assert own is not None
    code = OF_KIND.get(decision.kind) or POWERS[basis]
    beside = [
        row
        for row in register.of(code, _units_of(decision))
        if row.function == own.function
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
