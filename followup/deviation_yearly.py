"""The year's avvikelser for the nämnd: how many, where, why and what was done. No names.

SOSFS 2011:9 5 kap.: sammanställning och analys.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils import timezone

from followup.models import Deviation
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.namnder import under
from jobbtorg.spreadsheet import as_csv

READS = (
    Function.NAMNDSEKRETERARE,
    Function.REGISTRATOR,
    Function.FORVALTNINGSCHEF,
    Function.GRANSKARE,
    *CHEFER,
)
FIRST = 2020


@dataclass(frozen=True)
class Group:
    """One table: its title, and how many of each."""

    title: str
    rows: Sequence[tuple[str, object]]


def against_reading(user: User) -> list[Rule]:
    """Why the compilation is not this user's to read."""
    if any(role.function in READS for role in user.roles()):
        return []
    sentence = "Sammanställningen är för nämnden, registratorn, cheferna och granskaren."
    return [Rule("reader", sentence, kind="forbidden")]


def reported_in(year: int, user: User) -> list[Deviation]:
    """What was reported that year under the reader's nämnd, with all that is counted of it."""
    rows = Deviation.objects.filter(reported_at__year=year, unit__in=under(user, *READS))
    rows = rows.select_related("unit", "decision", "decision__ivo", "closing__cause")
    return list(rows.prefetch_related("inquiries__cause", "measures__done", "receptions"))


def of_year(year: int, user: User) -> list[Group]:
    """What was reported that year, counted."""
    return grouped(reported_in(year, user))


def grouped(found: Sequence[Deviation]) -> list[Group]:
    """The tables of these reports."""
    return [
        Group("Slag", _counted((row.get_kind_display() for row in found), Deviation.Kind.labels)),
        Group("Enhet", _counted(str(row.unit) for row in found)),
        Group("Främsta orsak", _counted(_causes(found))),
        Group(
            "Beslut enligt lex Sarah",
            _counted(str(row.decision) for row in found if hasattr(row, "decision")),
        ),
        Group("Åtgärder", _measures(found)),
        Group("Handläggning", _handling(found)),
    ]


def _counted(values: Iterable[str], order: Sequence[str] = ()) -> list[tuple[str, object]]:
    """Each value and how often, in this order or by name; what never occurred is left out."""
    counts = Counter(values)
    names = [name for name in order if name in counts] or sorted(counts)
    return [(name, counts[name]) for name in names]


def _causes(found: Iterable[Deviation]) -> Iterator[str]:
    """The cause that the utredning or the closing gives."""
    for row in found:
        if row.inquiry:
            yield str(row.inquiry.cause)
        elif row.is_closed and row.closing.cause:
            yield str(row.closing.cause)


def _measures(found: Iterable[Deviation]) -> list[tuple[str, object]]:
    rows = [measure for row in found for measure in row.measures.all()]
    done = sum(row.is_done for row in rows)
    late = sum(not row.is_done and row.due_on < clock.today() for row in rows)
    return [("Beslutade", len(rows)), ("Klara", done), ("Försenade", late)]


def _handling(found: Sequence[Deviation]) -> list[tuple[str, object]]:
    closed = [row for row in found if row.is_closed]
    days = [
        (timezone.localtime(row.closing.closed_at).date() - row.received_on).days for row in closed
    ]
    sent = sum(hasattr(row, "decision") and hasattr(row.decision, "ivo") for row in found)
    return [
        ("Rapporterade", len(found)),
        ("Avslutade", len(closed)),
        ("Anmälda till Ivo", sent),
        ("Dagar till avslut, median", round(median(days)) if days else "–"),
        ("Dagar till avslut, längst", max(days) if days else "–"),
    ]


def csv(groups: Iterable[Group]) -> bytes:
    """The tables as one, as a Swedish spreadsheet opens it."""
    return as_csv(_lines(groups))


def _lines(groups: Iterable[Group]) -> Iterator[Sequence[object]]:
    yield ("Uppgift", "Benämning", "Antal")
    for group in groups:
        for label, count in group.rows:
            yield (group.title, label, count)
