"""Pågående överklaganden: the list that the nämnd gets each month, without names. users.md §6."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string

from appeals.bundle import printed
from appeals.mal import mal_of
from appeals.models import Appeal, Judgment, Transfer
from appeals.standing import OPEN, stage_of
from decisions.models import governing
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.namnder import under
from jobbtorg.rulebook.models import setting
from jobbtorg.spreadsheet import as_csv

TEMPLATES = settings.BASE_DIR / "templates"
STYLE = "".join(
    (TEMPLATES / name).read_text(encoding="utf-8")
    for name in ("decisions/report_print.css", "appeals/monthly_print.css")
)
READS = (
    Function.NAMNDSEKRETERARE,
    Function.REGISTRATOR,
    Function.FORVALTNINGSCHEF,
    Function.GRANSKARE,
    *CHEFER,
)
COLUMNS = (
    "Ärendenummer", "Diarienummer", "Enhet", "Gäller", "Kom in", "Delfående", "I rätt tid",
    "Omprövning", "Skickat till rätten", "Dagar", "Domstol", "Målnummer", "Läge",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One appeal as the nämnd sees it: its days and where it stands, never whose it is."""

    case_number: str
    dnr: str
    unit: str
    concerns: str
    arrived_on: date
    received_on: date | None
    trial: str
    review: str
    sent_on: date | None
    days: int
    court: str
    court_number: str
    stage: str
    late: bool

    def cells(self) -> tuple[object, ...]:
        """As the columns stand."""
        return (
            self.case_number, self.dnr, self.unit, self.concerns, self.arrived_on,
            self.received_on or "", self.trial, self.review, self.sent_on or "", self.days,
            self.court, self.court_number, self.stage,
        )  # fmt: skip


def against_reading(user: User) -> list[Rule]:
    """Why the list is not this user's to read."""
    if any(role.function in READS for role in user.roles()):
        return []
    sentence = "Listan är för nämnden, registratorn, cheferna och granskaren."
    return [Rule("reader", sentence, kind="forbidden")]


def of_month(first: date, units: Collection[int]) -> list[Line]:
    """What came in that month at the units, was open when it began, or went to court in it."""
    last = _last_of(first)
    rows = Appeal.objects.whole().current().filter(arrived_on__lte=last)
    rows = rows.filter(decision__application__case__unit__in=units)
    lines = [(appeal, line(appeal)) for appeal in rows.prefetch_related("decision__services")]
    return [row for appeal, row in lines if _belongs(appeal, row, first)]


def units_of(user: User) -> set[int]:
    """The units whose appeals the user reads of: all under the nämnd. OSL 8 kap. 1 §."""
    return under(user, *READS)


def _belongs(appeal: Appeal, row: Line, first: date) -> bool:
    ended = row.sent_on or (None if stage_of(appeal) in OPEN else appeal.arrived_on)
    return appeal.arrived_on >= first or ended is None or ended >= first


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def line(appeal: Appeal) -> Line:
    """The appeal as a line."""
    case, stage = appeal.case, stage_of(appeal)
    served = governing(list(appeal.decision.services.all()))
    sent = appeal.sent(Transfer.Kind.HANDOVER) or appeal.sent(Transfer.Kind.FORWARD)
    sent_on = sent.sent_on if sent else None
    days = ((sent_on or clock.today()) - appeal.arrived_on).days
    limit = int(setting("overklagande_eskaleras_dagar"))
    return Line(
        case_number=case.number,
        dnr=appeal.dnr,
        unit="" if case.person.is_protected else str(case.unit),
        concerns=appeal.get_concerns_display(),
        arrived_on=appeal.arrived_on,
        received_on=served.received_on if served else None,
        trial=_found(appeal, "trial"),
        review=_found(appeal, "review"),
        sent_on=sent_on,
        days=days,
        court=sent.to if sent else "",
        court_number=", ".join(mal.number for mal in mal_of(appeal) if mal.number),
        stage=stage.label,
        late=days > limit and (sent_on is not None or stage in OPEN),
    )


def _found(appeal: Appeal, name: str) -> str:
    row = getattr(appeal, name, None)
    return row.get_outcome_display() if row else ""


def totals(lines: Sequence[Line]) -> list[tuple[str, object]]:
    """How many came to the court, and how many of them within the week. G8."""
    sent = [row for row in lines if row.sent_on]
    in_time = [row for row in sent if not row.late]
    return [
        ("Överklaganden i listan", len(lines)),
        ("Skickade till rätten", len(sent)),
        ("Skickade inom en vecka", len(in_time)),
        ("Öppna längre än en vecka", sum(row.late and not row.sent_on for row in lines)),
    ]


def outcomes(first: date, units: Collection[int]) -> list[tuple[str, int]]:
    """How the courts have judged in the twelve months to the end of this one, each outcome."""
    last = _last_of(first)
    begins = (last + timedelta(days=1)).replace(year=(last + timedelta(days=1)).year - 1)
    judged = Judgment.objects.filter(
        judged_on__range=(begins, last), appeal__decision__application__case__unit__in=units
    )
    counted = dict(judged.values_list("outcome").annotate(n=Count("pk")).order_by())
    choices = Judgment.Outcome.choices
    return [(str(label).partition(":")[0], counted.get(value, 0)) for value, label in choices]


def csv(lines: Iterable[Line]) -> bytes:
    """The list as a Swedish spreadsheet opens it."""
    return as_csv(_rows(lines))


def _rows(lines: Iterable[Line]) -> Iterator[Sequence[object]]:
    yield COLUMNS
    for row in lines:
        yield row.cells()


def pdf(first: date, lines: Sequence[Line], units: Collection[int]) -> bytes:
    """The list on paper, A4 across."""
    context: dict[str, Any] = {
        "month": first,
        "columns": COLUMNS,
        "rows": lines,
        "totals": totals(lines),
        "outcomes": outcomes(first, units),
        "made_on": clock.today(),
        "authority": settings.AUTHORITY,
    }
    return printed(render_to_string("appeals/monthly_print.html", context), STYLE)
