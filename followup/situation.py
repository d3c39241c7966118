"""Lägesbild: the unit's open cases by age, lateness and coach, and what came and went by week."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncWeek

from cases.models import Application, Case, Status, Withdrawal
from cases.models.standing import coach_here, nobody_here
from decisions.models import Decision
from decisions.models.decision import ENDS
from jobbtorg import clock
from jobbtorg.organisation.models import Absence, Unit, User

WEEKS = 12
UNDECIDED = (Status.AKTUALISERAD, Status.UTREDS, Status.VANTAR)
AGES = ((7, "0–7 dagar"), (14, "8–14 dagar"), (30, "15–30 dagar"), (None, "Mer än 30 dagar"))


@dataclass(frozen=True)
class Week:
    """How many applications came and were decided in a week, by its Monday."""

    monday: date
    came: int
    went: int

    @property
    def name(self) -> str:
        """Vecka 47."""
        return f"Vecka {self.monday.isocalendar().week}"


@dataclass(frozen=True)
class Load:
    """What one coach has; `coach` is None for what nobody has."""

    coach: User | None
    undecided: int
    running: int
    late: int
    oldest: int | None
    substitute: User | None = None  # while the coach is away


class Counted(NamedTuple):
    """Of an open case what the page counts by: a unit has thousands, and fifteen are shown."""

    pk: int
    status: str
    coach_id: int | None
    is_handled: bool  # its coach is a coach at the unit today
    deadline: date | None
    came_on: date


def _open(unit: Unit, user: User) -> QuerySet[Case]:
    """The unit's open cases that the user sees, each with when its present application came."""
    rows = Case.objects.visible_to(user).open().filter(unit=unit)
    return rows.annotate(came_on=_came())  # type: ignore[no-any-return]


def open_cases(unit: Unit, user: User) -> list[Counted]:
    """The unit's open cases as they are counted, what came first at the top."""
    here = ExpressionWrapper(coach_here(), output_field=BooleanField())
    rows = _open(unit, user).with_deadline().annotate(coach_here=here)  # type: ignore[attr-defined]
    told = ("pk", "status", "coach", "coach_here", "deadline_on", "came_on")
    return [Counted(*row) for row in rows.order_by("came_on", "pk").values_list(*told)]


def cases_of(unit: Unit, user: User, coach: User | None) -> list[Case]:
    """Those that the coach has, or nobody, with all that a row shows; the oldest first."""
    rows = _open(unit, user).for_worklist()  # type: ignore[attr-defined]
    rows = rows.filter(coach_here(), coach=coach) if coach else rows.filter(nobody_here())
    return list(rows.order_by("came_on", "pk"))


def shown(chosen: Iterable[Counted]) -> list[Case]:
    """These, which the user sees, with all that a row shows; in the same order."""
    keys = [case.pk for case in chosen]
    rows = Case.objects.filter(pk__in=keys).for_worklist()
    return sorted(rows.annotate(came_on=_came()), key=lambda case: keys.index(case.pk))


def age(case: Any) -> int:
    """Days since the present application came."""
    came: date = case.came_on
    return (clock.today() - came).days


def _came() -> Subquery:
    """When the case's present application came."""
    applications = Application.objects.filter(case=OuterRef("pk")).order_by("-arrived_on")
    return Subquery(applications.values("arrived_on")[:1])


def undecided(cases: Iterable[Counted]) -> list[Counted]:
    """Those that wait for a decision, the oldest first."""
    return [case for case in cases if case.status in UNDECIDED]


def ages(cases: Iterable[Counted]) -> list[tuple[str, int]]:
    """How many of those without a decision are how old. users.md P13."""
    counts: Counter[str] = Counter()
    for case in undecided(cases):
        days = age(case)
        counts[next(label for most, label in AGES if most is None or days <= most)] += 1
    return [(label, counts[label]) for _, label in AGES]


def late(cases: Iterable[Counted]) -> list[Counted]:
    """Those whose deadline has passed, the latest first."""
    today = clock.today()
    passed = (case for case in cases if case.deadline is not None and case.deadline < today)
    return sorted(passed, key=lambda case: str(case.deadline))


def loads(cases: Iterable[Counted]) -> list[Load]:
    """What each coach has, those with the most first; what nobody has at the top."""
    by_coach: dict[int | None, list[Counted]] = {}
    for case in cases:
        by_coach.setdefault(case.coach_id if case.is_handled else None, []).append(case)
    coaches = User.objects.in_bulk([coach for coach in by_coach if coach])
    away = Absence.objects.on().filter(user__in=coaches)
    stands_in = {row.user_id: row.substitute for row in away.select_related("substitute")}
    found = [
        Load(
            coaches[coach] if coach else None,
            len(undecided(rows)),
            sum(case.status == Status.PAGAR for case in rows),
            len(late(rows)),
            max((age(case) for case in undecided(rows)), default=None),
            stands_in.get(coach) if coach else None,
        )
        for coach, rows in by_coach.items()
    ]
    return sorted(found, key=lambda load: (load.coach is not None, -load.undecided, -load.running))


def weeks(unit: Unit) -> list[Week]:
    """The last twelve weeks, this one included: what came in, and what was decided or withdrawn."""
    this = clock.today() - timedelta(days=clock.today().weekday())
    since = this - timedelta(weeks=WEEKS - 1)
    of_unit = {"application__case__unit": unit}
    came = _by_week(Application.objects.filter(case__unit=unit), "arrived_on", since)
    went = _by_week(Decision.objects.filter(kind__in=ENDS, **of_unit), "decided_on", since)
    taken_back = Withdrawal.objects.filter(**of_unit).exclude(application__decisions__kind__in=ENDS)
    went += _by_week(taken_back, "withdrawn_on", since)
    mondays = [since + timedelta(weeks=n) for n in range(WEEKS)]
    return [Week(monday, came[monday], went[monday]) for monday in mondays]


def _by_week(rows: QuerySet, column: str, since: date) -> Counter[date]:  # type: ignore[type-arg]
    """How many rows each week from that Monday has."""
    found = rows.filter(**{f"{column}__gte": since}).annotate(week=TruncWeek(F(column)))
    counted = found.order_by().values("week").annotate(n=Count("pk", distinct=True))
    return Counter({row["week"]: row["n"] for row in counted})
