"""The check itself: what it finds is kept once, and what is gone is noted as put right."""

import logging
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from integrity.checks import CHECKS, Found
from integrity.models import Fault
from jobbtorg import clock

logger = logging.getLogger("jobbtorg.integrity")
LOCK = 7_305_003  # pg_advisory_xact_lock: one check at a time


@dataclass(frozen=True)
class Outcome:
    """What stands after a run, and how much of it is new or gone since the run before."""

    standing: list[Fault]
    new: int
    put_right: int


@transaction.atomic
def run() -> Outcome:
    """Asks every promise and keeps the answer; a second run at the same moment waits its turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = {(row.promise, row.subject): row for row in Fault.objects.standing()}
    found = {(key, one.subject): one for key in CHECKS for one in CHECKS[key].find()}
    gone = [row.pk for key, row in known.items() if key not in found]
    # Never before it was found, also where the clock has been put back meanwhile.
    ended = Greatest(F("found_at"), Value(clock.now()))
    Fault.objects.filter(pk__in=gone).update(put_right_at=ended)
    new = [_fault(key, one) for (key, _), one in found.items() if (key, one.subject) not in known]
    Fault.objects.bulk_create(new)
    standing = list(Fault.objects.standing().select_related("case"))
    if standing:
        logger.error("%s faults stand, %s of them new", len(standing), len(new))
    return Outcome(standing, len(new), len(gone))


def _fault(key: str, found: Found) -> Fault:
    return Fault(
        promise=key,
        subject=found.subject[:200],
        case_id=found.case,
        sentence=found.sentence[:300],
        answers=CHECKS[key].answers,
        found_at=clock.now(),
    )
