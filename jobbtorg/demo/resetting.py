"""Återställ övningsmiljön: all is emptied and the invented city comes back, whole or not at all."""

import logging
from time import sleep

from django.core.management import call_command
from django.db import transaction

from decisions.demo import city
from jobbtorg.demo.loading import go_on
from jobbtorg.organisation.models import User
from jobbtorg.practice import emptying, mark, progress
from jobbtorg.practice.models import Practice

logger = logging.getLogger("jobbtorg.practice")
SETTLE = 2  # seconds: who came in before the lock gets their answer before the tables are locked


def reset(asked_by: int) -> bool:
    """Empties and loads in one transaction; False when it has been done already.

    Until its commit the old city is there; what goes wrong leaves it untouched. A message that
    comes twice does nothing the second time: keys are never given again, so its user is gone.
    """
    try:
        with transaction.atomic():
            mark.take_lock()
            user = User.objects.filter(pk=asked_by).first()
            if user is None:
                return False
            sleep(SETTLE)
            _bring_back(str(user))
    except Exception:
        progress.ended(failed=True)
        raise
    progress.ended(failed=False)
    logger.info("The practice city has been brought back.")
    return True


def _bring_back(who: str) -> None:
    emptying.empty(who)
    call_command("load_base")
    cases = Practice.objects.get().cases
    city.load(cases, two_processes=False, more=go_on, tell=progress.tell)
