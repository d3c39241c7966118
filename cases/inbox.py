"""The official acts on the inbox: putting a paper in, sorting it to its case, setting it aside."""

from typing import IO, Any

from django.utils.formats import date_format

from cases import inbox_rules as rules
from cases.actions import lock_case
from cases.documents import DocumentData, enter, kind_or_refuse
from cases.inbox_rules import AsideData, Naming
from cases.models import Case, Document, Paper, Scan, Sorting
from cases.tasks import scan_paper
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.arrivals import Arrival, Delivery
from jobbtorg.files.contents import clean_name
from jobbtorg.files.keeping import digest, keep, writes_files
from jobbtorg.jobs import outbox
from jobbtorg.organisation.models import User


@writes_files
@act
def put_in(file: IO[bytes], name: str, *, by: User) -> Paper:
    """Puts a paper into the inbox, where it is shut until scanned. Raises RuleBroken. FL 22 §."""
    refuse(rules.against_putting_in(by, digest(file)[1]))
    kind = kind_or_refuse(file, name)
    kept = keep(file)
    paper = Paper.objects.create(
        file_name=clean_name(name),
        kind=kind,
        key=kept.key,
        size=kept.size,
        sha256=kept.sha256,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )
    outbox.post(scan_paper, paper.pk)
    return paper


@act
def sort(case: Case, papers: list[Naming], arrival: Arrival, *, by: User) -> list[Document]:
    """Makes the papers documents of the case, as they came; the bytes stay where they are.

    Raises RuleBroken. FL 22 §, SoL 14 kap. 3 §.
    """
    case = lock_case(case)
    rows = _lock([told.paper for told in papers])
    told_of = [Naming(rows[told.paper.pk], told.title, told.type) for told in papers]
    refuse(rules.against_sorting(case, told_of, arrival, by))
    return [_move(case, told, arrival, by) for told in told_of]


def _move(case: Case, told: Naming, arrival: Arrival, by: User) -> Document:
    """The document with the paper's bytes and its scan, and that the paper has become it."""
    data = DocumentData(told.title, told.type, arrival.arrived_on)
    document = enter(case, told.paper, data, by=by, how=_in_words(arrival))
    scan = told.paper.scans.latest("pk")
    Scan.objects.create(
        document=document, outcome=scan.outcome, scanner=scan.scanner, scanned_at=scan.scanned_at
    )
    _note(
        told.paper,
        Sorting.Outcome.CASE,
        by,
        document=document,
        delivery=arrival.delivery,
        noticed_on=arrival.noticed_on,
        arrived_on=arrival.arrived_on,
        arrival_reason=arrival.reason.strip(),
    )
    return document


def _in_words(arrival: Arrival) -> str:
    """How it came, when it was noticed, and why the day is another, if it is. FL 22 §."""
    way = Delivery(arrival.delivery).label
    came = f"Hur den kom: {way.lower()}, mottagen {date_format(arrival.noticed_on)}."
    return f"{came} {arrival.reason.strip()}".strip()


@act
def set_aside(papers: list[Paper], told: AsideData, *, by: User) -> list[Sorting]:
    """Notes that the papers are not ours: sent on, sent back or put in by mistake.

    Raises RuleBroken. FL 6–8 §§.
    """
    rows = list(_lock(papers).values())
    refuse(rules.against_setting_aside(rows, told, by))
    values: dict[str, Any] = {"reason": told.reason.strip()}
    if told.outcome != Sorting.Outcome.MISTAKE:
        values |= {"way": told.way, "sent_on": told.sent_on}
    if told.outcome == Sorting.Outcome.FORWARDED:
        values["authority"] = told.authority.strip()
    return [_note(paper, told.outcome, by, **values) for paper in rows]


def _lock(papers: list[Paper]) -> dict[int, Paper]:
    """The papers by their keys, locked until the commit, each with its scan."""
    keys = [paper.pk for paper in papers]
    locked = Paper.objects.select_for_update().filter(pk__in=keys)
    list(locked.order_by("pk"))
    rows = Paper.objects.listed().select_related("sorting__sorted_by").filter(pk__in=keys)
    return {row.pk: row for row in rows}


def _note(paper: Paper, outcome: str, by: User, **values: Any) -> Sorting:
    return Sorting.objects.create(
        paper=paper, outcome=outcome, sorted_at=clock.now(), sorted_by=by, **values
    )
