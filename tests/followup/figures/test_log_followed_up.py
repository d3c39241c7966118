"""Egenkontroll: the share of the units' months whose log is followed up and the report signed."""

from datetime import date, timedelta

from followup.figures.facts import Asked
from followup.figures.periods import Period
from followup.figures.registry import FIGURES
from followup.figures.tables import Table
from jobbtorg import clock
from jobbtorg.deadlines import add_months
from review import actions
from tests.review.helpers import found_in_the_log, last_month

FIGURE = FIGURES["logguppfoljning"]


def shown(month: date, as_of: date | None = None, *, inside: bool = False) -> dict:
    """The lines of the month by unit: (number, signed, begun, neither, share)."""
    asked = Asked(FIGURE, Period(month.year, "M", month.month), as_of or clock.today())
    table = Table(asked, "unit", inside=inside)
    return {line.label: line.shown for line in table.lines if line.gender == "*"}


def test_a_units_month_counts_when_its_report_is_signed(world):
    month = add_months(last_month(), -1)
    row = found_in_the_log(world, world.started())
    farsta = str(world.unit())
    assert shown(month)[farsta] == ("1", "0", "1", "0", "0,0")
    actions.judge([row], "behorig", by=world.granskare)
    actions.sign(row.review, by=world.granskare)
    assert shown(month)[farsta] == ("1", "1", "0", "0", "100,0")
    assert shown(last_month())[farsta] == ("1", "0", "0", "1", "0,0")
    yesterday = clock.today() - timedelta(days=1)
    assert shown(month, yesterday)[farsta] == ("1", "0", "0", "1", "0,0")


def test_a_month_that_is_not_over_and_one_before_the_log_count_nothing(world):
    found_in_the_log(world, world.started())
    for month in (clock.today(), add_months(last_month(), -2)):
        assert shown(month)["Alla"][0] == "0"


def test_nothing_in_it_is_hidden_since_it_counts_no_persons(world):
    found_in_the_log(world, world.started())
    month = last_month()
    assert shown(month) == shown(month, inside=True)
    assert len(shown(month)) > 2
