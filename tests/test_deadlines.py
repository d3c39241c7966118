"""Statutory periods: lag (1930:173), and the days that lag (1989:253) closes."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from jobbtorg.deadlines import (
    add_months,
    is_working_day,
    last_day,
    last_day_of_grant,
    next_working_day,
    roll,
)

DAY = timedelta(days=1)
days = st.dates(date(2005, 1, 1), date(2060, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def closed(when: date) -> bool:
    """The statute read once more, by another hand than the product's."""
    year, sunday = when.year, easter(when.year)
    moving = {sunday + timedelta(days=n) for n in (-2, 0, 1, 39, 49)}
    fixed = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26), (12, 24), (12, 31)}
    midsummer = next(d for d in _from(date(year, 6, 20)) if d.weekday() == 5)
    saints = next(d for d in _from(date(year, 10, 31)) if d.weekday() == 5)
    return (
        when.weekday() >= 5
        or when in moving | {midsummer, midsummer - DAY, saints}
        or (when.month, when.day) in fixed
    )


def _from(first: date):
    return (first + timedelta(days=n) for n in range(7))


# law.md §3.2, row by row: start, nominal three weeks later, last day.
THREE_WEEKS = [
    "2023-03-17 2023-04-07 2023-04-11",
    "2023-05-16 2023-06-06 2023-06-07",
    "2023-12-03 2023-12-24 2023-12-27",
    "2024-03-08 2024-03-29 2024-04-02",
    "2024-05-31 2024-06-21 2024-06-24",
    "2024-12-10 2024-12-31 2025-01-02",
    "2025-05-16 2025-06-06 2025-06-09",
    "2025-12-03 2025-12-24 2025-12-29",
    "2025-12-16 2026-01-06 2026-01-07",
    "2026-04-10 2026-05-01 2026-05-04",
    "2026-05-16 2026-06-06 2026-06-08",
    "2026-10-10 2026-10-31 2026-11-02",
    "2026-12-03 2026-12-24 2026-12-28",
    "2026-12-15 2027-01-05 2027-01-05",
    "2027-03-05 2027-03-26 2027-03-30",
    "2027-05-16 2027-06-06 2027-06-07",
    "2027-12-10 2027-12-31 2028-01-03",
]


@pytest.mark.parametrize("row", THREE_WEEKS)
def test_three_weeks_end_as_the_law_table_says(row):
    start, nominal, last = map(day, row.split())
    assert start + timedelta(weeks=3) == nominal
    assert last_day(start, weeks=3) == last


@pytest.mark.parametrize(
    ("got_it_on", "last"),
    [("2026-03-13", "2026-04-07"), ("2026-05-29", "2026-06-22"), ("2026-12-03", "2026-12-28")],
)
def test_the_time_to_appeal_counts_as_guarantee_g7_says(got_it_on, last):
    assert last_day(day(got_it_on), weeks=3) == day(last)


@pytest.mark.parametrize(
    ("start", "months", "same_number"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-05-31", 6, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day_of_the_month(start, months, same_number):
    assert add_months(day(start), months) == day(same_number)


def test_a_statutory_month_that_ends_on_a_sunday_is_rolled():
    assert last_day(day("2026-08-31"), months=6) == day("2027-03-01")
    assert last_day(day("2023-08-31"), months=6) == day("2024-02-29")


@pytest.mark.parametrize("eve", ["2026-06-19", "2026-12-24", "2026-12-31"])
def test_the_three_eves_are_closed(eve):
    assert day(eve).weekday() < 5
    assert not is_working_day(day(eve))


@pytest.mark.parametrize(
    ("open_day", "what"),
    [
        ("2027-01-05", "trettondagsafton"),
        ("2026-04-02", "skärtorsdag"),
        ("2026-04-30", "valborgsmässoafton"),
        ("2026-05-15", "klämdag efter Kristi himmelsfärdsdag"),
        ("2027-01-07", "dagen efter trettondedagen"),
        ("2026-10-30", "dagen före alla helgons dag"),
        ("2026-05-25", "annandag pingst, avskaffad 2005"),
        ("2026-12-23", "dagen före julafton"),
    ],
)
def test_days_that_feel_like_holidays_but_are_none_stay_open(open_day, what):
    assert is_working_day(day(open_day)), what


def test_every_day_until_2050_is_open_or_closed_as_the_statutes_read():
    first, last = date(2005, 1, 1), date(2050, 12, 31)
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    assert [d for d in every if is_working_day(d) == closed(d)] == []


@given(days, st.integers(0, 60), st.integers(0, 24))
def test_a_statutory_period_never_ends_on_a_closed_day(start, weeks, months):
    assert not closed(last_day(start, weeks=weeks, months=months))


@given(days, days, st.integers(1, 10))
def test_who_got_the_decision_later_never_has_to_appeal_earlier(one, other, weeks):
    first, second = sorted((one, other))
    assert last_day(first, weeks=weeks) <= last_day(second, weeks=weeks)


@given(days, st.integers(1, 10))
def test_weeks_end_on_the_same_weekday_unless_that_day_is_closed(start, weeks):
    nominal, last = start + timedelta(weeks=weeks), last_day(start, weeks=weeks)
    if not closed(nominal):
        assert last == nominal
    between = [nominal + timedelta(days=n) for n in range((last - nominal).days)]
    assert all(closed(d) for d in between)


@given(days)
def test_rolling_an_open_day_changes_nothing_and_the_next_is_later(start):
    assert roll(roll(start)) == roll(start) >= start
    assert next_working_day(start) > start
    assert not any(closed(d) is False for d in _between(start, next_working_day(start)))


def _between(first: date, last: date):
    return [first + timedelta(days=n) for n in range(1, (last - first).days)]


def test_six_months_of_insats_are_from_and_to_inclusive():
    assert last_day_of_grant(day("2026-12-01"), months=6) == day("2027-05-31")
    assert last_day_of_grant(day("2026-03-03"), months=6) == day("2026-09-02")


@given(days, st.integers(1, 12))
def test_the_day_after_a_grant_is_the_same_number_some_months_on(first, months):
    last = last_day_of_grant(first, months=months)
    assert last + DAY == add_months(first, months)
    assert last_day_of_grant(last + DAY, months=months) > last


def test_the_last_day_of_a_grant_may_be_a_holiday():
    last = last_day_of_grant(day("2026-06-27"), months=6)
    assert last == day("2026-12-26")
    assert closed(last)
