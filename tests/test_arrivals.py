"""The day a document came in. FL 22 §: golden days, and what holds of all days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobbtorg.arrivals import Arrival, Delivery, against_arrival, needs_reason
from jobbtorg.deadlines import is_working_day, next_working_day, previous_working_day
from tests.cases.helpers import on

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ways = st.sampled_from(list(Delivery))


@pytest.mark.parametrize(
    ("noticed", "arrived", "why"),
    [
        (date(2026, 3, 4), date(2026, 3, 3), "a Wednesday: the Tuesday before"),
        (date(2026, 3, 2), date(2026, 2, 27), "a Monday: the Friday before"),
        (date(2026, 4, 7), date(2026, 4, 2), "the Tuesday after Easter: Maundy Thursday"),
        (date(2026, 1, 7), date(2026, 1, 5), "the day after Epiphany"),
        (date(2026, 5, 15), date(2026, 5, 13), "the day after Ascension Day"),
        (date(2026, 6, 22), date(2026, 6, 18), "after Midsummer, whose eve is no working day"),
        (date(2026, 12, 28), date(2026, 12, 23), "after Christmas, whose eve is none either"),
        (date(2027, 1, 4), date(2026, 12, 30), "after New Year, whose eve is none either"),
        (date(2026, 5, 4), date(2026, 4, 30), "after the first of May and a weekend"),
        (date(2026, 3, 7), date(2026, 3, 6), "found on a Saturday"),
    ],
)
@pytest.mark.parametrize("way", [Delivery.POST, Delivery.LETTERBOX])
def test_post_and_letterbox_have_come_the_working_day_before(way, noticed, arrived, why):
    assert Arrival(noticed, way).arrived_on == arrived, why


@pytest.mark.parametrize("way", [Delivery.HANDED, Delivery.EMAIL, Delivery.DIGITAL, ""])
def test_what_is_handed_over_mailed_or_said_has_come_that_day_whatever_the_day(way):
    christmas_eve = date(2026, 12, 24)
    assert Arrival(christmas_eve, way).arrived_on == christmas_eve


def test_an_email_has_come_when_it_reached_the_address_though_read_later():
    arrival = Arrival(date(2026, 3, 2), Delivery.EMAIL, date(2026, 2, 28))
    with on(date(2026, 3, 2)):
        assert list(against_arrival(arrival)) == []
    assert arrival.arrived_on == date(2026, 2, 28)


def codes(arrival, today=date(2026, 3, 10)):
    with on(today):
        return [(rule.code, rule.where) for rule in against_arrival(arrival)]


def test_another_day_than_the_presumed_one_needs_a_reason():
    late = Arrival(date(2026, 3, 4), Delivery.POST, date(2026, 3, 2))
    assert codes(late) == [("arrival_reason", "arrival_reason")]
    with on(date(2026, 3, 10)):
        rule = next(against_arrival(late))
    assert rule.sentence == (
        "Ankomstdagen blir 2026-03-03 enligt huvudregeln. Skriv varför den ska vara 2026-03-02, "
        "eller lämna ankomstdagen tom."
    )
    told = Arrival(date(2026, 3, 4), Delivery.POST, date(2026, 3, 2), "Poststämplad 27 februari")
    assert codes(told) == []
    assert codes(Arrival(date(2026, 3, 4), Delivery.POST, date(2026, 3, 2), "  ")) != []


def test_nothing_comes_after_it_was_seen_or_after_today():
    seen = date(2026, 3, 4)
    assert codes(Arrival(seen, Delivery.EMAIL, date(2026, 3, 5))) == [
        ("arrived_late", "arrived_on")
    ]
    assert codes(Arrival(date(2026, 3, 12), Delivery.EMAIL, date(2026, 3, 11))) == [
        ("noticed_future", "noticed_on"),
        ("future", "arrived_on"),
    ]


@given(days, ways)
def test_the_presumed_day_needs_no_reason_and_is_never_after_it_was_seen(noticed, way):
    arrival = Arrival(noticed, way)
    assert arrival.arrived_on <= noticed
    assert not needs_reason(arrival)
    if way in (Delivery.POST, Delivery.LETTERBOX):
        assert is_working_day(arrival.arrived_on)
        assert next_working_day(arrival.arrived_on) >= noticed
    else:
        assert arrival.arrived_on == noticed


@given(days, ways, st.integers(0, 30))
def test_a_told_day_is_the_arrival_day(noticed, way, before):
    told = noticed - timedelta(days=before)
    assert Arrival(noticed, way, told).arrived_on == told


@given(days)
def test_the_working_day_before_is_undone_by_the_one_after(day):
    before = previous_working_day(day)
    assert before < day
    assert next_working_day(before) >= day
    assert all(
        not is_working_day(before + timedelta(days=n)) for n in range(1, (day - before).days)
    )
