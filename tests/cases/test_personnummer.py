"""Personnummer and samordningsnummer: one number, however it is written."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases import personnummer
from cases.personnummer import NotAPersonnummer, parse
from tests.world import test_number

TODAY = date(2026, 11, 22)
SHAPE = "Ange personnumret med tolv siffror, till exempel 20020215-2385."
WRONG = "Personnumret stämmer inte. Kontrollera siffrorna."

TILDA = "200202152385"

births = st.dates(date(1930, 1, 1), date(2025, 12, 31))


def samordning(digits: str) -> str:
    """The same person's day with 60 added, and the check digit that then is right."""
    nine = digits[2:6] + str(int(digits[6:8]) + 60) + digits[8:11]
    doubled = (int(d) * (2 - n % 2) for n, d in enumerate(nine))
    return digits[:2] + nine + str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def ways_to_write(digits: str) -> list[str]:
    short = digits[2:]
    return [
        digits,
        f"{digits[:8]}-{digits[8:]}",
        f"{digits[:8]}–{digits[8:]}",
        f" {digits[:8]} {digits[8:]} ",
        f"{digits[:4]} {digits[4:6]} {digits[6:8]} - {digits[8:]}",
        f"{digits[:8]}\u00a0{digits[8:]}\t",
        short,
        f"{short[:6]}-{short[6:]}",
        f"{short[:6]} - {short[6:]}",
    ]


@given(births, st.booleans())
def test_all_common_ways_of_writing_give_the_same_twelve_digits(born, woman):
    digits = test_number(born, woman)
    assert {parse(way, TODAY) for way in ways_to_write(digits)} == {digits}


@given(births, st.booleans())
def test_a_samordningsnummer_is_written_in_all_the_same_ways(born, woman):
    digits = samordning(test_number(born, woman))
    assert {parse(way, TODAY) for way in ways_to_write(digits)} == {digits}
    assert personnummer.birth_date(digits) == born
    assert personnummer.is_woman(digits) is woman


@given(births, st.integers(2, 11), st.integers(1, 9))
def test_one_changed_digit_is_refused(born, place, step):
    digits = test_number(born)
    changed = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]
    with pytest.raises(NotAPersonnummer):
        parse(changed, TODAY)


@given(births, st.integers(2, 10))
def test_two_neighbours_that_have_changed_places_are_refused(born, place):
    digits = test_number(born)
    one, other = digits[place : place + 2]
    assume(one != other and {one, other} != {"0", "9"})
    with pytest.raises(NotAPersonnummer):
        parse(digits[:place] + other + one + digits[place + 2 :], TODAY)


@given(st.dates(date(1911, 1, 1), date(1925, 12, 31)))
def test_a_plus_says_that_the_person_has_turned_a_hundred(born):
    digits = test_number(born)
    assert parse(f"{digits[2:8]}+{digits[8:]}", TODAY) == digits
    assert parse(f"{digits[2:8]}-{digits[8:]}", TODAY)[:2] == "20"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2002021523",
        "20020215238",
        "2002021523851",
        "20020215-238X",
        "2002-02-15-2384",
        "20020215/2384",
        "Tilda",
        "٢٠٠٢٠٢١٥٢٣٨٤",
        "２００２０２１５２３８４",
        "20020215²384",
        "2002\u200b0215-2384",
        "20020215-2384\x00",
        "200202152385; DROP TABLE cases_person",
        "9" * 100_000,
    ],
)
def test_what_is_no_personnummer_is_told_of_in_a_sentence(text):
    with pytest.raises(NotAPersonnummer) as told:
        parse(text, TODAY)
    assert str(told.value) in (SHAPE, WRONG)


def test_the_example_that_the_message_gives_would_be_taken():
    assert parse(SHAPE.split()[-1].rstrip("."), TODAY) == TILDA


def test_a_wrong_check_digit_is_told_of_in_the_words_of_the_script():
    with pytest.raises(NotAPersonnummer, match=WRONG):
        parse("20020215-2384", TODAY)


@pytest.mark.parametrize("text", ["20020230-2384", "20021315-2384", "20020015-2384"])
def test_a_date_that_is_not_in_the_calendar_is_refused(text):
    with pytest.raises(NotAPersonnummer):
        parse(text, TODAY)


def test_the_thirtieth_of_february_is_refused_even_with_a_right_check_digit():
    nine = "020230238"
    doubled = (int(d) * (2 - n % 2) for n, d in enumerate(nine))
    check = -sum(d // 10 + d % 10 for d in doubled) % 10
    with pytest.raises(NotAPersonnummer, match=WRONG):
        parse(f"20{nine}{check}", TODAY)


def test_a_birthday_that_has_not_been_yet_is_refused_and_todays_is_not():
    assert parse(test_number(TODAY), TODAY) == test_number(TODAY)
    with pytest.raises(NotAPersonnummer, match="inte har varit än"):
        parse(test_number(date(2026, 11, 23)), TODAY)


def test_age_is_full_years_and_rises_on_the_birthday():
    assert personnummer.age(TILDA, date(2026, 2, 14)) == 23
    assert personnummer.age(TILDA, date(2026, 2, 15)) == 24


def test_whoever_is_born_on_leap_day_turns_a_year_older_on_the_first_of_march():
    leap = test_number(date(2004, 2, 29))
    assert personnummer.age(leap, date(2026, 2, 28)) == 21
    assert personnummer.age(leap, date(2026, 3, 1)) == 22
    assert personnummer.age(leap, date(2028, 2, 29)) == 24


def test_the_last_digit_but_one_is_even_for_women_and_odd_for_men():
    assert personnummer.is_woman(test_number(date(2000, 1, 1), woman=True))
    assert not personnummer.is_woman(test_number(date(2000, 1, 1), woman=False))
