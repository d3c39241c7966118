"""Rapportera en avvikelse: by anyone on the staff, genast. SoL 27 kap. 2 §, SOSFS 2011:9."""

from collections.abc import Iterable

from cases.actions import next_number
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
def report(told: Report, *, by: User) -> Deviation:
    """Takes a report and gives it the next number; nothing of it is written in the personakt.

    Raises RuleBroken.
    """
    refuse(rules.against_reporting(by), rules.against_report(told))
    year = clock.today().year
    return Deviation.objects.create(
        number=f"{SERIES}-{year}-{next_number(SERIES, year):04}",
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
