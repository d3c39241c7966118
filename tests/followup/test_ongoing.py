"""Pågående insatser: what the chef is to follow up, and what soon ends. SEED 2023, §8, 21."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobbtorg import clock
from tests.cases.helpers import in_days, signed_in
from tests.followup.helpers import page
from tests.world import World, test_number


def listed(user, tab: str = "") -> str:
    """The words of the list."""
    return page(signed_in(user).get(f"/insatser/?flik={tab}"))


def test_an_insats_stands_on_it_from_the_uppdrag_to_the_closing(world: World):
    case = world.running()
    assert case.number not in listed(world.chef, "alla")
    case = world.given()
    assert case.number in listed(world.chef, "alla")
    assert "Inte mottaget" in listed(world.chef, "alla")


def test_a_closed_one_has_left_it(world: World):
    case = world.planned()
    world.close(case)
    assert case.number not in listed(world.chef, "alla")


def test_the_chef_follows_up_on_the_day_that_the_uppdrag_says_and_then_when_it_was_said(
    world: World,
):
    case = world.planned()
    assert case.number not in listed(world.chef)
    with in_days(36):
        assert case.number in listed(world.chef)
    with in_days(43):
        assert "Försenad" in listed(world.chef)
        world.follow_up(case, "chef")
        assert case.number not in listed(world.chef)


def test_the_coachs_own_follow_up_does_not_move_the_chefs(world: World):
    case = world.planned()
    with in_days(43):
        world.follow_up(case)
        assert case.number in listed(world.chef)


def test_what_ends_within_forty_five_days_has_its_tab(world: World):
    case = world.planned()
    days = (world.last_day(case) - clock.today()).days
    with in_days(days - 46):
        assert case.number not in listed(world.coach, "slutar")
    with in_days(days - 45):
        assert case.number in listed(world.coach, "slutar")
    with in_days(days + 1):
        assert "Perioden är slut" in listed(world.coach, "slutar")


def test_another_units_is_not_on_it(world: World):
    case = world.planned()
    assert case.number not in listed(world.chef_city, "alla")


def test_it_asks_as_much_for_many_as_for_one(world: World):
    def questions() -> int:
        client = signed_in(world.chef)
        client.get("/insatser/?flik=alla")
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get("/insatser/?flik=alla")
        return len(found)

    world.planned()
    one = questions()
    for n in range(3):
        world.given(test_number(date(1990, 5, 1) + timedelta(days=n)))
    assert questions() == one
