"""Frister: what is late, and what falls due the next fourteen days, at a unit. users.md §6.

Every day is one that the system computes already; the apps above register theirs.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Value

from cases.models import Case, Status
from cases.steps import next_step
from jobbtorg import clock
from jobbtorg.organisation.models import User

AHEAD = timedelta(days=14)
ALL_KINDS = (
    "Utredning", "Kommunicering", "Beslut", "Expediering", "Uppdrag", "Möte", "Uppföljning",
    "Insats slutar", "Överklagande", "Utkast", "Logguppföljning", "Att rätta till",
)  # fmt: skip
KINDS = {
    Status.AKTUALISERAD: "Utredning",
    Status.UTREDS: "Utredning",
    Status.VANTAR: "Beslut",
    Status.BESLUTAD: "Expediering",
}
STAGES = {
    Case.Stage.GIVE: "Uppdrag",
    Case.Stage.TAKE: "Uppdrag",
    Case.Stage.PLAN: "Uppdrag",
    Case.Stage.OVER: "Insats slutar",
}


@dataclass(frozen=True)
class Due:
    """A day by which something is done: what, where, and whose it is. Most often in a case."""

    day: date
    kind: str
    label: str
    case: Case | None
    url: str
    who: str
    mine: bool  # whose list it is: theirs to do

    @property
    def link(self) -> str:
        """Where it is done, for those who do it; the others get no further than the case."""
        return self.url if self.mine or not self.case else self.case.get_absolute_url()

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.day < clock.today()

    @property
    def number(self) -> str:
        """The case's number, where there is a case."""
        return self.case.number if self.case else ""

    @property
    def days(self) -> str:
        """The day beside today: "i dag", "om 2 dagar", "3 dagar sen"."""
        left = (self.day - clock.today()).days
        count = f"{abs(left)} {'dag' if abs(left) == 1 else 'dagar'}"
        return "i dag" if left == 0 else f"om {count}" if left > 0 else f"{count} sen"


Source = Callable[[User, Any], Iterable[Due]]
SOURCES: list[Source] = []
OWN: list[Source] = []  # those of them that tell of what is the user's in whosever case


def source(function: Source) -> Source:
    """Registers who tells what falls due in the cases: given a user and the cases they see."""
    SOURCES.append(function)
    return function


def own_source(function: Source) -> Source:
    """As source, for what is told to whose it is alone: asked of every case that they see."""
    OWN.append(function)
    return source(function)


def upcoming(user: User, cases: Any, seen: Any = None) -> list[Due]:
    """What is late or falls due within the fourteen days in these cases, the soonest first.

    `seen` are all that the user sees, where `cases` are some of them.
    """
    until = clock.today() + AHEAD
    every = cases if seen is None else seen
    asked = ((source, every if source in OWN else cases) for source in SOURCES)
    found = (due for source, rows in asked for due in source(user, rows) if due.day <= until)
    return sorted(found, key=lambda due: (due.day, due.number, due.kind))


def those(keys: Iterable[int]) -> Any:
    """The cases with these keys, as one array: who may see them is asked once, for all sources."""
    array = Value([*keys], output_field=ArrayField(BigIntegerField()))
    return Case.objects.filter(
        Func(F("pk"), array, template="%(expressions)s)", arg_joiner=" = ANY(",
             output_field=BooleanField())
    )  # fmt: skip


@source
def steps(user: User, cases: Any) -> Iterator[Due]:
    """The deadline of each open case, which is that of its next step."""
    until = clock.today() + AHEAD
    rows = cases.open().for_worklist().filter(deadline_on__lte=until)
    for case in rows:
        if case.deadline is not None:
            step = next_step(case, user)
            yield Due(case.deadline, _kind(case), step.label, case, step.url, step.who, step.mine)


def _kind(case: Case) -> str:
    """What sort of deadline the next step has."""
    if case.status == Status.PAGAR:
        return STAGES.get(Case.Stage(case.insats_stage), "Uppföljning")
    if case.awaits_until or case.has_unmet_reply:
        return "Kommunicering"
    return KINDS[Status(case.status)]
