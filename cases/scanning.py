"""What the worker does with documents: looks for viruses, and checks at night what is kept."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db import transaction

from cases.models import Document, DocumentCheck, Paper
from cases.models.files import KeptFile, ScanAnswer
from jobbtorg import clock
from jobbtorg.files import keeping
from jobbtorg.files.scanners import ScannerDown, scanner
from jobbtorg.jobs.models import Job

logger = logging.getLogger("jobbtorg.documents")
UNCLAIMED = timedelta(days=1)  # far longer than any upload takes


def scan(file: KeptFile) -> ScanAnswer | None:
    """Asks the scanner and keeps its answer; without one the file stays shut.

    What holds a virus is taken away; its row remains and says what was found.
    """
    used, begun = scanner(), clock.now()
    try:
        with keeping.fetch(file.key) as content:
            found = used.scan(content)
    except (ScannerDown, OSError) as error:
        logger.warning("%s %s is not scanned: %s", type(file).__name__, file.pk, error)
        return None
    with transaction.atomic():
        return _note(file, found, type(used).__name__, begun)


def _note(file: KeptFile, found: str, by: str, begun: datetime) -> ScanAnswer | None:
    """Writes the answer, unless another run has found a virus, or the same, meanwhile."""
    type(file)._default_manager.select_for_update().get(pk=file.pk)
    if file.scans.filter(outcome=ScanAnswer.Outcome.INFECTED).exists():
        return None
    same: ScanAnswer | None = file.scans.filter(scanned_at__gt=begun).first()
    if same and not found:
        return same
    if found:
        transaction.on_commit(lambda: keeping.remove(file.key))
        logger.warning("%s %s holds a virus: %s", type(file).__name__, file.pk, found)
    answer: ScanAnswer = file.scans.create(
        outcome=ScanAnswer.Outcome.INFECTED if found else ScanAnswer.Outcome.CLEAN,
        signature=found[:200],
        scanner=by,
        scanned_at=clock.now(),
    )
    return answer


def verify() -> DocumentCheck:
    """Hashes every kept document and paper anew and notes the outcome."""
    checked, deviating = 0, []
    for file in kept():
        checked += 1
        wrong = deviation(file)
        if wrong:
            deviating.append(f"{file.place}: {wrong}")
    row = DocumentCheck.objects.create(checked_at=clock.now(), checked=checked, deviating=deviating)
    if deviating:
        logger.error("Kept documents deviate: %s", "; ".join(deviating))
    return row


def kept() -> Iterator[Any]:
    """Each file whose bytes are kept, once: a sorted paper's bytes are its document's."""
    documents = Document.objects.not_infected().select_related("case")
    papers = Paper.objects.not_infected().filter(sorting__document=None)
    return chain(documents.iterator(chunk_size=100), papers.iterator(chunk_size=100))


def deviation(file: KeptFile) -> str:
    """What is wrong with the kept bytes, if anything."""
    try:
        with keeping.fetch(file.key) as content:
            size, sha256 = keeping.digest(content)
    except FileNotFoundError:
        return "saknas"
    except OSError:  # a storage that is away has lost nothing
        return "gick inte att läsa"
    return "" if (size, sha256) == (file.size, file.sha256) else "ändrad"


def clear_unclaimed() -> None:
    """Takes away bytes that have no row: what a program that died in the middle has left."""
    for key in list(keeping.keys_before(clock.now() - UNCLAIMED)):
        file = _owner(key)
        if file is None and Job.objects.filter(key=key).exists():
            continue  # what long work gave: it is taken away on its own day
        if file is None or file.is_infected:
            logger.warning("Removed a file without a document: %s", key)
            keeping.remove(key)


def _owner(key: str) -> KeptFile | None:
    """The document that has the bytes, or the paper that waits to become one."""
    document = Document.objects.with_scan().filter(key=key).first()
    return document or Paper.objects.with_scan().filter(key=key).first()
