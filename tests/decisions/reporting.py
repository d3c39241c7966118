"""What the tests of anmälan share: March 2026, with decisions on days of their own."""

from datetime import date

from decisions import reporting
from decisions.models import Decision, ReportList
from decisions.reporting_rules import Announced, Period
from jobbtorg.organisation.models import Unit
from tests.cases.helpers import on
from tests.world import World, test_number

FIRST, LAST = date(2026, 2, 16), date(2026, 3, 15)
MONDAY = date(2026, 3, 16)
MEETING, ADJUSTED, POSTED = date(2026, 3, 24), date(2026, 3, 26), date(2026, 3, 27)
UNTIL = date(2026, 4, 17)


def namnd() -> Unit:
    """The förvaltning of the nämnd that all decisions are reported to."""
    return Unit.objects.get(kind=Unit.Kind.FORVALTNING)


def decided_on(world: World, day: date, n: int = 1, **told) -> Decision:
    """A decision of the chef's on the day; `n` tells the persons apart."""
    assert world.coach and world.chef and world.sekreterare
    with on(day):
        return world.decided(test_number(date(1999, 1, n)), **told)


def fixed(world: World, first: date = FIRST, last: date = LAST, on_day: date = MONDAY):
    """The list of the period, fixed on the day."""
    with on(on_day):
        return reporting.fix_list(Period(first, last), by=world.sekreterare)


def announced(**told) -> Announced:
    """§ 12 of 24 March, adjusted on the 26th and announced on the 27th unless told."""
    values = {
        "meeting_on": MEETING, "paragraph": "§ 12", "adjusted_on": ADJUSTED, "posted_on": POSTED,
    }  # fmt: skip
    return Announced(**(values | told))


def noted(world: World, subject: ReportList | Decision, on_day: date = POSTED, **told):
    """The anslag, noted on the day."""
    with on(on_day):
        return reporting.note_notice(subject, announced(**told), by=world.sekreterare)
