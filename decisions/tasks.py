"""What the worker does for decisions: the night's check that no stored letter has changed."""

import hashlib
import logging

from celery import shared_task

from decisions.models import Letter, LetterCheck
from jobbtorg import clock

logger = logging.getLogger("jobbtorg.letters")


@shared_task
def verify_letters() -> None:
    """Hashes every stored letter anew and notes the outcome; each run stands by itself."""
    checked, deviating = 0, []
    rows = Letter.objects.values_list("decision__number", "sha256", "pdf").iterator(chunk_size=100)
    for number, sha256, pdf in rows:
        checked += 1
        if hashlib.sha256(pdf).hexdigest() != sha256:
            deviating.append(number)
    LetterCheck.objects.create(checked_at=clock.now(), checked=checked, deviating=deviating)
    if deviating:
        logger.error("Stored letters deviate from their hash: %s", ", ".join(deviating))
