"""Rapportera en avvikelse: by anyone on the staff, genast. SoL 27 kap. 2 §, SOSFS 2011:9."""

import uuid
from collections.abc import Iterable

from cases.actions import lock_series, take
from followup import deviation_rules as rules
from followup.deviation_rules import Report
from followup.models import Deviation, DeviationSubject
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

SERIES = "AV"


def lock(deviation: Deviation) -> Deviation:
    """The report with all that has been done about it, held until the commit."""
    Deviation.objects.select_for_update().get(pk=deviation.pk)
    return Deviation.objects.whole().get(pk=deviation.pk)


@act
def report(told: Report, *, by: User, request_id: uuid.UUID | None = None) -> Deviation:
    """Takes a report and gives it the next number; nothing of it is written in the personakt.

    Sent twice, it answers with the same report. Raises RuleBroken.
    """
    year = clock.today().year
    series = lock_series(SERIES, year)
    request_id = request_id or uuid.uuid4()
    again = Deviation.objects.filter(request_id=request_id, reported_by=by).first()
    if again:
        return again
    refuse(rules.against_reporting(by), rules.against_report(told))
    return Deviation.objects.create(
        request_id=request_id,
        number=f"{SERIES}-{year}-{take(series):04}",
        kind=told.kind,
        what=told.what.strip(),
        happened_on=told.happened_on,
        unit=told.unit,
        told_by=told.told_by,
        done_at_once=told.done_at_once.strip(),
        case=told.case,
        reported_by=by,
        reported_at=clock.now(),
    )


@act
def name_staff(deviation: Deviation, users: Iterable[User], *, by: User) -> list[DeviationSubject]:
    """Names whom the report is about: they can neither open nor handle it. KL 6 kap. 28 §.

    Raises RuleBroken.
    """
    deviation = lock(deviation)
    refuse(rules.against_naming(deviation, by))
    named = {row.user_id for row in deviation.subjects.all()}
    return [
        DeviationSubject.objects.create(
            deviation=deviation, user=user, named_by=by, named_at=clock.now()
        )
        for user in users
        if user.pk not in named
    ]
