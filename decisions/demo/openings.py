"""Öppna med skäl in the demo city: one that the chef has found right, one that waits for her."""

from datetime import datetime, time

from cases.models import Case, OpeningReview
from cases.opening import open_with_reason, review
from cases.opening_rules import Reason
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from jobbtorg import clock
from jobbtorg.rulebook.models import Code

WHYS = (
    (2, "kollega_ber", "Coachen bad mig läsa på inför ett gemensamt möte med personen."),
    (1, "personen_fragar", "Personen ringde till oss och frågade om sitt möte i morgon."),
)


def let_them_open(staff: Staff, days: Days) -> None:
    """A coach in City opens two of Farsta's cases on two days; the first has been reviewed."""
    cases = Case.objects.open().filter(unit=staff.unit("Farsta"), person__protection="")
    reader, chef = staff["coach-city"], staff["chef-farsta"]
    for case, (back, code, text) in zip(cases.order_by("pk"), WHYS, strict=False):
        day = days.day(back)
        with clock.at(datetime.combine(day, time(9, 40), clock.STOCKHOLM)):
            reason = Reason(Code.objects.on().get(list="oppningsskal", code=code), text, 2)
            made = open_with_reason(case, reason, by=reader)
        if back == WHYS[0][0]:
            with clock.at(datetime.combine(day, time(15, 10), clock.STOCKHOLM)):
                review(made, OpeningReview.Kind.RIGHT, by=chef)
