"""What the worker does for decisions: the night's check that no stored letter has changed."""

import hashlib
import logging
from collections.abc import Iterator

from celery import shared_task
from django.apps import apps

from cases.models import Sending
from decisions.models import Letter, LetterCheck, ReportList
from jobbtorg import clock
from jobbtorg.letters.stored import StoredLetter

NAMED = (Letter, Sending, ReportList)  # which have names of their own; the rest have titles
logger = logging.getLogger("jobbtorg.letters")


@shared_task
def verify_letters() -> None:
    """Hashes every stored letter anew and notes the outcome; each run stands by itself."""
    checked, deviating = 0, []
    for name, sha256, pdf in _stored():
        checked += 1
        if hashlib.sha256(pdf).hexdigest() != sha256:
            deviating.append(name)
    LetterCheck.objects.create(checked_at=clock.now(), checked=checked, deviating=deviating)
    if deviating:
        logger.error("Stored letters deviate from their hash: %s", ", ".join(deviating))


def _stored() -> Iterator[tuple[str, str, bytes]]:
    """Every stored letter: what it is called, its hash, its bytes."""
    columns = ("sha256", "pdf")
    yield from Letter.objects.values_list("decision__number", *columns).iterator(chunk_size=100)
    sendings = Sending.objects.values_list(
        "investigation__application__case__number", "sent_on", *columns
    )
    for number, sent_on, sha256, pdf in sendings.iterator(chunk_size=100):
        yield f"{number}, underlag {sent_on}", sha256, pdf
    for number, sha256, pdf in ReportList.objects.values_list("number", *columns).iterator():
        yield f"Anmälan {number}", sha256, pdf
    for model in apps.get_models():
        if issubclass(model, StoredLetter) and model not in NAMED:
            rows = model._default_manager.values_list("pk", "title", *columns)
            for pk, title, *row in rows.iterator(chunk_size=100):
                yield f"{title} ({pk})", row[0], row[1]
