"""The official acts on documents: taking one in, and noting that it was wrongly registered."""

from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format

from cases import document_rules as rules
from cases.actions import lock_case
from cases.journal import record
from cases.models import Case, Document, JournalEntry, Misfiling
from cases.tasks import scan_document
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken, act, refuse
from jobbtorg.files.contents import Unfit, clean_name, kind_of
from jobbtorg.files.keeping import Kept, digest, keep, writes_files
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


@dataclass(frozen=True)
class DocumentData:
    """What is told of a document: what to call it, what it is and when it came in."""

    title: str
    type: Code
    received_on: date


@writes_files
@act
def receive(case: Case, file: IO[bytes], name: str, data: DocumentData, *, by: User) -> Document:
    """Takes a document in, also to a closed case: things arrive late. It is shut until scanned.

    Raises RuleBroken. SoL 14 kap. 3 §.
    """
    case = lock_case(case)
    refuse(rules.against_receiving(case, by), rules.against_details(data.title, data.received_on))
    kind = _kind(file, name)
    refuse(rules.against_same(case, digest(file)[1]))
    document = _write(case, keep(file), data, name=clean_name(name), kind=kind, by=by)
    # robust: the document is in also when the queue is down, and scan_waiting finds it later
    transaction.on_commit(lambda: scan_document.delay(document.pk), robust=True)
    record(
        case,
        f"Handling inkom: {document.type.label.lower()}, {date_format(document.received_on)}",
        by=by,
        text=f"Handling {document.number}",  # no title: it may turn out to be about another
        event_on=document.received_on,
        kind=JournalEntry.Kind.DOCUMENT,
    )
    return document


def _write(
    case: Case, kept: Kept, data: DocumentData, *, name: str, kind: str, by: User
) -> Document:
    """The row, under the case's next number; the case is locked."""
    last = case.documents.aggregate(last=Max("number"))["last"] or 0
    return Document.objects.create(
        case=case,
        number=last + 1,
        title=" ".join(data.title.split())[:200],
        type=data.type,
        received_on=data.received_on,
        file_name=name,
        kind=kind,
        key=kept.key,
        size=kept.size,
        sha256=kept.sha256,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )


def _kind(file: IO[bytes], name: str) -> str:
    """What the file is. Raises RuleBroken for one that is not taken in."""
    try:
        return kind_of(file, name).code
    except Unfit as unfit:
        raise RuleBroken([Rule("unfit", str(unfit), where="upload")]) from unfit


@act
def misfile(document: Document, reason: str, *, by: User) -> Misfiling:
    """Notes that the document was wrongly registered: it stays, but only chefs open it.

    Raises RuleBroken. SoL 14 kap. 6 §.
    """
    case = lock_case(document.case)
    document = case.documents.select_related("misfiling").get(pk=document.pk)
    refuse(rules.against_misfiling(document, reason, by))
    row = Misfiling.objects.create(
        document=document, reason=reason.strip(), noted_at=clock.now(), noted_by=by
    )
    record(
        case,
        f"Handling {document.number} noterades som felregistrerad",
        by=by,
        text=row.reason,
        kind=JournalEntry.Kind.DOCUMENT,
    )
    return row
