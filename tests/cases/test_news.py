"""What has happened in a case since one last opened it is seen on the worklist."""

import pytest

from cases.models.case import NEWS
from tests.cases.helpers import get, in_days, text_of

MARK = ">Nytt<"


@pytest.fixture
def case(world):
    """A case that the coach has opened."""
    case = world.started()
    get(world.coach, case.get_absolute_url())
    return case


def written(world, case, by):
    """A line in the journal."""
    return world.note(case, by=by, sign=True)


def marked(user):
    return MARK in text_of(get(user, "/"))


def test_nothing_is_new_to_who_opened_it_last(world, case):
    assert not marked(world.coach)


def test_what_another_has_written_is_new_until_the_case_is_opened(world, case):
    with in_days(1):
        written(world, case, world.chef)
        assert marked(world.coach)
        get(world.coach, f"{case.get_absolute_url()}journal/")
        assert not marked(world.coach)


def test_what_one_has_written_oneself_is_not(world, case):
    with in_days(1):
        written(world, case, world.coach)
        assert not marked(world.coach)


def test_a_case_that_one_has_never_opened_is(world):
    written(world, world.started(), world.chef)
    assert marked(world.coach)


def test_that_another_opens_it_takes_nothing_away(world, case):
    with in_days(1):
        written(world, case, world.chef)
        get(world.chef, case.get_absolute_url())
        assert marked(world.coach)


def test_it_stood_on_a_list_is_not_to_have_opened_it(world, case):
    with in_days(1):
        written(world, case, world.chef)
        assert marked(world.coach) and marked(world.coach)


def test_after_a_fortnight_nothing_is_new(world, case):
    with in_days(1):
        written(world, case, world.chef)
    with in_days(2 + NEWS.days):
        assert not marked(world.coach)
