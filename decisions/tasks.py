"""What the worker does for decisions: the night's check that no stored letter has changed."""

import logging

from celery import shared_task

from decisions.models import LetterCheck
from decisions.stored import deviates, stored
from jobbtorg import clock

logger = logging.getLogger("jobbtorg.letters")


@shared_task
def verify_letters() -> None:
    """Hashes every stored letter anew and notes the outcome; each run stands by itself."""
    checked, deviating = 0, []
    for name, sha256, pdf in stored():
        checked += 1
        if deviates(sha256, pdf):
            deviating.append(name)
    LetterCheck.objects.create(checked_at=clock.now(), checked=checked, deviating=deviating)
    if deviating:
        logger.error("Stored letters deviate from their hash: %s", ", ".join(deviating))
