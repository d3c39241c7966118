"""The official acts on documents: taking one in, and noting that it was wrongly registered."""

from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db.models import Max
from django.utils.formats import date_format

from cases import document_rules as rules
from cases.actions import lock_case
from cases.journal import record
from cases.models import Case, Document, JournalEntry, Misfiling, Paper
from cases.tasks import scan_document
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken, act, refuse
from jobbtorg.files.contents import Unfit, clean_name, kind_of
from jobbtorg.files.keeping import digest, keep, writes_files
from jobbtorg.jobs import outbox
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


@dataclass(frozen=True)
class DocumentData:
    """What is told of a document: what to call it, what it is and when it came in."""

    title: str
    type: Code
    received_on: date


@dataclass(frozen=True)
class Filed:
    """A file as it is kept, and what it was called."""

    file_name: str
    kind: str
    key: str
    size: int
    sha256: str


@writes_files
@act
def receive(case: Case, file: IO[bytes], name: str, data: DocumentData, *, by: User) -> Document:
    """Takes a document in, also to a closed case: things arrive late. It is shut until scanned.

    Raises RuleBroken. SoL 14 kap. 3 §.
    """
    case = lock_case(case)
    refuse(rules.against_receiving(case, by), rules.against_details(data.title, data.received_on))
    kind = kind_or_refuse(file, name)
    refuse(rules.against_same(case, digest(file)[1]))
    kept = keep(file)
    filed = Filed(clean_name(name), kind, kept.key, kept.size, kept.sha256)
    document = enter(case, filed, data, by=by)
    outbox.post(scan_document, document.pk)
    return document


def enter(
    case: Case, file: Filed | Paper, data: DocumentData, *, by: User, how: str = ""
) -> Document:
    """The row under the case's next number, and its line in the journal; the case is locked.

    `how` says how it came, where that is known.
    """
    document = _write(case, file, data, by=by)
    record(
        case,
        f"Handling inkom: {document.type.label.lower()}, {date_format(document.received_on)}",
        by=by,
        # no title: it may turn out to be about another
        text=f"Handling {document.number}. {how}" if how else f"Handling {document.number}",
        event_on=document.received_on,
        kind=JournalEntry.Kind.DOCUMENT,
    )
    return document


def _write(case: Case, file: Filed | Paper, data: DocumentData, *, by: User) -> Document:
    last = case.documents.aggregate(last=Max("number"))["last"] or 0
    return Document.objects.create(
        case=case,
        number=last + 1,
        title=" ".join(data.title.split())[:200],
        type=data.type,
        received_on=data.received_on,
        file_name=file.file_name,
        kind=file.kind,
        key=file.key,
        size=file.size,
        sha256=file.sha256,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )


def kind_or_refuse(file: IO[bytes], name: str) -> str:
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
        f"Handling {document.number} antecknades som felregistrerad",
        by=by,
        text=row.reason,
        kind=JournalEntry.Kind.DOCUMENT,
    )
    return row
