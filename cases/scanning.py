"""What the worker does with documents: looks for viruses, and checks at night what is kept."""

import logging
from datetime import timedelta

from django.db import transaction

from cases.models import Document, DocumentCheck, Scan
from jobbtorg import clock
from jobbtorg.files import keeping
from jobbtorg.files.scanners import ScannerDown, scanner

logger = logging.getLogger("jobbtorg.documents")
UNCLAIMED = timedelta(days=1)  # far longer than any upload takes


def scan(document: Document) -> Scan | None:
    """Asks the scanner and keeps its answer; without one the document stays shut.

    What holds a virus is taken away; its row remains and says what was found.
    """
    used = scanner()
    try:
        with keeping.fetch(document.key) as file:
            found = used.scan(file)
    except (ScannerDown, OSError) as error:
        logger.warning("Document %s is not scanned: %s", document.pk, error)
        return None
    with transaction.atomic():
        return _note(document, found, type(used).__name__)


def _note(document: Document, found: str, by: str) -> Scan | None:
    """Writes the answer, unless another run has found a virus meanwhile."""
    Document.objects.select_for_update().get(pk=document.pk)
    if document.scans.filter(outcome=Scan.Outcome.INFECTED).exists():
        return None
    if found:
        transaction.on_commit(lambda: keeping.remove(document.key))
        logger.warning("Document %s holds a virus: %s", document.pk, found)
    return Scan.objects.create(
        document=document,
        outcome=Scan.Outcome.INFECTED if found else Scan.Outcome.CLEAN,
        signature=found[:200],
        scanner=by,
        scanned_at=clock.now(),
    )


def verify() -> DocumentCheck:
    """Hashes every kept document anew and notes the outcome."""
    checked, deviating = 0, []
    rows = Document.objects.not_infected().select_related("case")
    for document in rows.iterator(chunk_size=100):
        checked += 1
        wrong = _deviation(document)
        if wrong:
            deviating.append(f"{document.case.number}, handling {document.number}: {wrong}")
    row = DocumentCheck.objects.create(checked_at=clock.now(), checked=checked, deviating=deviating)
    if deviating:
        logger.error("Kept documents deviate: %s", "; ".join(deviating))
    return row


def _deviation(document: Document) -> str:
    """What is wrong with the kept bytes, if anything."""
    try:
        with keeping.fetch(document.key) as file:
            size, sha256 = keeping.digest(file)
    except OSError:
        return "saknas"
    return "" if (size, sha256) == (document.size, document.sha256) else "ändrad"


def clear_unclaimed() -> None:
    """Takes away bytes that have no row: what a program that died in the middle has left."""
    for key in list(keeping.keys_before(clock.now() - UNCLAIMED)):
        document = Document.objects.with_scan().filter(key=key).first()
        if document is None or document.is_infected:
            logger.warning("Removed a file without a document: %s", key)
            keeping.remove(key)
