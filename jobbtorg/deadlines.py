"""Statutory periods on the Swedish calendar: the only place that computes a statutory day.

Lag (1930:173) om beräkning av lagstadgad tid; lag (1989:253) om allmänna helgdagar.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def closed_days(year: int) -> frozenset[date]:
    """The year's public holidays and the three eves that 2 § puts beside them."""
    eves = {midsummer_eve(year), date(year, 12, 24), date(year, 12, 31)}
    public = holidays.country_holidays("SE", years=year, include_sundays=False)
    return frozenset(set(public) | eves)


def midsummer_eve(year: int) -> date:
    """The Friday between 19 and 25 June."""
    first = date(year, 6, 19)
    return first + timedelta(days=(4 - first.weekday()) % 7)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday, public holiday nor one of the three eves (1930:173 2 §)."""
    return day.weekday() < 5 and day not in closed_days(day.year)


def roll(day: date) -> date:
    """The day itself, or the next working day when it is not one (1930:173 2 §)."""
    while not is_working_day(day):
        day += DAY
    return day


def next_working_day(day: date) -> date:
    """The first working day after the day."""
    return roll(day + DAY)


def working_days_after(day: date, count: int) -> date:
    """So many working days after the day."""
    for _ in range(count):
        day = next_working_day(day)
    return day


def previous_working_day(day: date) -> date:
    """The last working day before the day: when post that comes today was set aside (FL 22 §)."""
    day -= DAY
    while not is_working_day(day):
        day -= DAY
    return day


def add_months(day: date, months: int) -> date:
    """The same number in the month, or the month's last day where that is missing (1 §)."""
    return day + relativedelta(months=months)


def last_day(start: date, *, days: int = 0, weeks: int = 0, months: int = 0) -> date:
    """The last day of a statutory period that begins on `start` (lag 1930:173)."""
    return roll(add_months(start, months) + timedelta(weeks=weeks, days=days))


def last_day_of_grant(first: date, *, months: int) -> date:
    """The last day, inclusive, of an insats of so many months: a convention, never rolled."""
    if first.year >= date.max.year:
        return date.max  # the calendar ends before the insats does
    return add_months(first, months) - DAY
