"""The pages ask the database as much of many as of one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.appeals.court import NUMBERED, at_court, noted
from tests.appeals.helpers import LAST, appealed, handed_over, refusal
from tests.appeals.test_correct_court import put_right, struck
from tests.appeals.test_tell_party import told
from tests.cases.helpers import get, on
from tests.world import test_number

pytestmark = pytest.mark.usefixtures("empowered")
SEEN = NUMBERED + timedelta(days=20)


def asked(user, url: str) -> int:
    """How many questions the page asks, once what is asked once is known."""
    get(user, url)
    with CaptureQueriesContext(connection) as found:
        assert get(user, url).status_code == 200
    return len(found)


def others(world, n: int):
    """As many appeals of other persons."""
    for day in range(n):
        decision = refusal(world, test_number(date(1999, 1, 2 + day)))
        yield appealed(world, decision, n=day, dnr=f"AMF 2026/90{day}")


def test_the_page_of_an_appeal_with_much_from_the_court(world):
    appeal = at_court(world)
    noted(world, appeal, "malnummer", case_number="1-26")
    noted(world, appeal, "forelaggande", reply_by=SEEN + timedelta(days=8))
    told(world, appeal)
    with on(SEEN):
        few = asked(world.registrator, appeal.get_absolute_url())
    rows = [noted(world, appeal, "malnummer", case_number=f"{n}-26") for n in range(2, 6)]
    noted(world, appeal, "forelaggande", reply_by=SEEN + timedelta(days=9))
    put_right(world, rows[0], case_number="9-26", day=SEEN)
    struck(world, rows[1], day=SEEN)
    with on(SEEN):
        assert asked(world.registrator, appeal.get_absolute_url()) == few


@pytest.mark.parametrize("tab", ["", "?flik=hos-ratten"])
def test_the_list_of_many_appeals(world, tab):
    url = reverse("ongoing_appeals") + tab

    def add(found):
        return [handed_over(world, row) if tab else row for row in found]

    add([appealed(world, refusal(world))])
    with on(LAST):
        one = asked(world.registrator, url)
    add(others(world, 3))
    with on(LAST):
        assert asked(world.registrator, url) == one


def test_the_list_of_a_case_with_more_than_one(world):
    first = appealed(world, refusal(world))
    url = reverse("appeals", args=[first.case.slug])
    with on(LAST):
        one = asked(world.registrator, url)
    appealed(world, first.decision, n=1, by="annan", name="En granne", dnr="AMF 2026/901")
    with on(LAST):
        assert asked(world.registrator, url) == one
