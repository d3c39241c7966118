"""The only clock: what day it is in Stockholm."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from jobbtorg import clock


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "stockholm"),
    [
        ("2026-01-15T22:59:59", date(2026, 1, 15)),
        ("2026-01-15T23:00:00", date(2026, 1, 16)),
        ("2026-07-15T21:59:59", date(2026, 7, 15)),
        ("2026-07-15T22:00:00", date(2026, 7, 16)),
        ("2026-12-31T23:00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_begins_at_midnight_in_stockholm_not_in_greenwich(moment, stockholm):
    with time_machine.travel(utc(moment), tick=False):
        assert clock.today() == stockholm
        assert clock.day_of(clock.now()) == stockholm


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        ("2026-03-28T23:00:00", "2026-03-29T21:59:59", 23),
        ("2026-10-24T22:00:00", "2026-10-25T22:59:59", 25),
    ],
)
def test_the_day_is_whole_when_the_clocks_are_set_forward_and_back(first, last, hours):
    begins, ends = utc(first), utc(last)
    assert ends - begins == timedelta(hours=hours, seconds=-1)
    assert clock.day_of(begins) == clock.day_of(ends)
    second = timedelta(seconds=1)
    assert clock.day_of(begins - second) < clock.day_of(begins)
    assert clock.day_of(ends + second) > clock.day_of(ends)


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_at_another_moment_the_clock_shows_that_moment_and_then_the_present_again():
    present = clock.today()
    with clock.at(utc("2024-02-29T12:00:00")):
        assert clock.today() == date(2024, 2, 29)
        with clock.at(utc("2025-03-01T12:00:00")):
            assert clock.today() == date(2025, 3, 1)
        assert clock.today() == date(2024, 2, 29)
    assert clock.today() == present


def test_the_clock_is_right_again_after_an_error():
    present = clock.today()
    with pytest.raises(ZeroDivisionError), clock.at(utc("2024-02-29T12:00:00")):
        1 / 0  # noqa: B018
    assert clock.today() == present


def test_at_reads_a_moment_given_in_swedish_time():
    midnight = datetime(2026, 7, 16, 0, 0, tzinfo=clock.STOCKHOLM)
    with clock.at(midnight):
        assert clock.now() == utc("2026-07-15T22:00:00")
        assert clock.today() == date(2026, 7, 16)


def test_another_thread_keeps_its_own_time():
    seen = []
    with clock.at(utc("2024-02-29T12:00:00")):
        thread = threading.Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
    assert seen == [clock.today()]


@given(st.integers(1_100_000_000, 2_800_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)))
def test_stockholm_is_one_or_two_hours_ahead_all_year(moment):
    ahead = moment.astimezone(clock.STOCKHOLM).replace(tzinfo=UTC) - moment
    assert ahead in (timedelta(hours=1), timedelta(hours=2))
    assert clock.day_of(moment) == (moment + ahead).date()
