"""Lägesbild: the unit's open cases by age, lateness and coach, and what came and went by week."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import TruncWeek

from cases.models import Application, Case, Status, Withdrawal
from cases.steps import is_late
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


def open_cases(unit: Unit, user: User) -> list[Case]:
    """The unit's open cases that the user sees, each with when its present application came."""
    rows = Case.objects.visible_to(user).open().filter(unit=unit).for_worklist()
    return list(rows.annotate(came_on=Max("applications__arrived_on")).order_by("came_on", "pk"))


def age(case: Case) -> int:
    """Days since the present application came."""
    came: date = case.came_on  # type: ignore[attr-defined]
    return (clock.today() - came).days


def undecided(cases: Iterable[Case]) -> list[Case]:
    """Those that wait for a decision, the oldest first."""
    return [case for case in cases if case.status in UNDECIDED]


def ages(cases: Iterable[Case]) -> list[tuple[str, int]]:
    """How many of those without a decision are how old. users.md P13."""
    counts: Counter[str] = Counter()
    for case in undecided(cases):
        days = age(case)
        counts[next(label for most, label in AGES if most is None or days <= most)] += 1
    return [(label, counts[label]) for _, label in AGES]


def late(cases: Iterable[Case]) -> list[Case]:
    """Those whose deadline has passed, the latest first."""
    return sorted((case for case in cases if is_late(case)), key=lambda case: str(case.deadline))


def loads(cases: Iterable[Case]) -> list[Load]:
    """What each coach has, those with the most first; what nobody has at the top."""
    by_coach: dict[User | None, list[Case]] = {}
    for case in cases:
        by_coach.setdefault(case.coach if case.is_handled else None, []).append(case)
    away = Absence.objects.on().filter(user__in=[coach for coach in by_coach if coach])
    stands_in = {row.user_id: row.substitute for row in away.select_related("substitute")}
    found = [
        Load(
            coach,
            len(undecided(rows)),
            sum(case.status == Status.PAGAR for case in rows),
            len(late(rows)),
            max((age(case) for case in undecided(rows)), default=None),
            stands_in.get(coach.pk) if coach else None,
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
