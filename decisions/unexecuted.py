"""Ej verkställda beslut: what the right gives and has not begun, for the quarterly report.

SoL 34 kap. 1 §: bistånd by 11 kap. 1 § alone, never the may-insats, three months after the day of
the decision.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cases.models import Case
from decisions.models import GRANTS, Ruling, Unexecuted
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.deadlines import DAY, add_months
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.namnder import under
from jobbtorg.spreadsheet import as_csv

CONCEALED = "Skyddad"
MONTHS, SOON = 3, 2
AT_UNIT = (Function.COACH, *CHEFER)
EVERYWHERE = (Function.NAMNDSEKRETERARE, Function.GRANSKARE, Function.FORVALTNINGSCHEF)
COLUMNS = (
    "Ärendenummer", "Beslut", "Beslutsdag", "Dagar", "Lagrum", "Enhet", "Senaste skäl",
    "Skälet antecknat", "Nästa kvartalsrapport",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A ruling as the list tells of it; the person is named at the own unit alone."""

    ruling: Ruling
    case: Case
    inside: bool
    decided_on: date
    days: int
    unit: str
    latest: Unexecuted | None
    report: str


def against_reading(by: User) -> list[Rule]:
    """Why this person does not see the list."""
    if {role.function for role in by.roles()} & {*AT_UNIT, *EVERYWHERE}:
        return []
    sentence = "Enheten, nämndsekreteraren, granskaren och förvaltningschefen ser listan."
    return [Rule("not_reader", sentence, kind="forbidden")]


def rulings_for(user: User) -> QuerySet[Ruling]:
    """What the right gives and has not begun, oldest first: the own unit's, or the nämnd's.

    A later decision takes the place of the one before, but not of the days: they count from when
    the right was first given in the matter, as `since`.
    """
    roles = user.roles()
    units = [role.unit_id for role in roles if role.function in AT_UNIT]
    own = Case.objects.visible_to(user).filter(
        unit__in=units, pk=OuterRef("decision__application__case")
    )
    given = Ruling.objects.filter(basis=Ruling.Basis.RIGHT, outcome__in=GRANTS)
    same = given.filter(decision__application=OuterRef("decision__application"))
    first = same.order_by("decision__decided_on").values("decision__decided_on")[:1]
    found = given.filter(~Exists(same.exclude(execution=None)), decision__changed_by=None)
    found = found.annotate(inside=Exists(own), since=Subquery(first))
    everywhere = Q(decision__application__case__unit__in=under(user, *EVERYWHERE))
    found = found.filter(everywhere | Q(inside=True))
    rows = found.select_related(
        "decision__application__case__person", "decision__application__case__unit"
    )
    return rows.prefetch_related("unexecuted").order_by("since", "pk")


def decided_before(months: int) -> date:
    """The latest day of decision from which so many whole months have gone."""
    today = clock.today()
    day = add_months(today, -months)
    while add_months(day, months) >= today:
        day -= DAY
    return day


def late(rulings: QuerySet[Any]) -> QuerySet[Any]:
    """Those to report: three months have gone since the day of the decision."""
    return rulings.filter(since__lte=decided_before(MONTHS))


def soon(rulings: QuerySet[Any]) -> QuerySet[Any]:
    """Those on the way there: two months have gone, but not three."""
    first, last = decided_before(MONTHS), decided_before(SOON)
    return rulings.filter(since__gt=first, since__lte=last)


def line(ruling: Ruling) -> Line:
    """The ruling as a row."""
    since: date = ruling.since  # type: ignore[attr-defined]
    case, inside = ruling.decision.application.case, ruling.inside  # type: ignore[attr-defined]
    return Line(
        ruling=ruling,
        case=case,
        inside=inside,
        decided_on=since,
        days=(clock.today() - since).days,
        unit=str(case.unit) if inside or not case.person.is_protected else CONCEALED,
        latest=next(iter(ruling.unexecuted.all()), None),
        report=quarter(report_from(since)),
    )


def report_from(decided_on: date) -> date:
    """The first day, from today on, on which the ruling is one to report."""
    return max(clock.today(), add_months(decided_on, MONTHS) + DAY)


def quarter(day: date) -> str:
    """The quarter of the day, as reports are named."""
    return f"kvartal {(day.month + 2) // 3} {day.year}"


def csv(lines: Sequence[Line]) -> bytes:
    """The rows for a spreadsheet; no names, and no words that could hold one."""
    return as_csv(_cells(lines))


def _cells(lines: Sequence[Line]) -> Iterator[Sequence[object]]:
    yield f"Ej verkställda beslut {clock.today()}", "SoL 34 kap. 1 §"
    yield COLUMNS
    for row in lines:
        yield (
            row.case.number,
            row.ruling.decision.number,
            row.decided_on,
            row.days,
            row.ruling.lagrum,
            row.unit,
            row.latest or "",
            clock.day_of(row.latest.noted_at) if row.latest else "",
            row.report,
        )
    yield "Antal beslut", len(lines)
