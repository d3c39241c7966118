"""An insats in the calendars: the period's end at the coach's, the follow-up at the chef's."""

from datetime import timedelta

from cases import persons
from jobbtorg import clock
from jobbtorg.calendar.sources import events_of
from tests.world import World


def told(user) -> dict[str, object]:
    """The day of each word in the user's calendar."""
    return {event.words: event.at for event in events_of(user)}


def test_the_coach_sees_when_the_period_ends(world: World):
    case = world.planned()
    assert told(world.coach)[f"{case.number} Insatsen slutar"] == world.last_day(case)
    assert f"{case.number} Insatsen slutar" not in told(world.colleague)


def test_the_chef_sees_when_to_follow_up(world: World):
    case = world.planned()
    day = clock.today() + timedelta(days=42)
    assert told(world.chef)[f"{case.number} Chefens uppföljning"] == day
    assert not any("uppföljning" in words for words in told(world.chef_city))


def test_a_closed_insats_has_left_them(world: World):
    case = world.planned()
    world.close(case)
    assert not any(case.number in words for words in told(world.coach))


def test_of_a_protected_person_nothing_is_told(world: World):
    case = world.planned()
    assert any("Insatsen slutar" in words for words in told(world.coach))
    persons.protect(case, "fingerade", clock.today(), "Skatteverket", by=world.coach)
    for user in (world.coach, world.chef):
        assert not any("Insatsen" in words or "Chefens" in words for words in told(user))
