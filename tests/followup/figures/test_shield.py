"""Small cells: an attacker with all published numbers solves for none that is hidden."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from followup.figures import lattice
from followup.figures.lattice import Key
from followup.figures.registry import FIGURES
from followup.figures.shield import is_small, protect
from tests.followup.figures.attacker import Attacker

COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 60))


def margins(table):
    """A table's numbers with its margins, and what is the sum of what."""
    values, relations = {}, []
    for r, row in enumerate(table):
        for c, number in enumerate(row):
            values[r, c] = number
        values[r, "*"] = sum(row)
        relations.append(((r, "*"), tuple((r, c) for c in range(len(row)))))
    rows = range(len(table))
    for c in [*range(len(table[0])), "*"]:
        values["*", c] = sum(values[r, c] for r in rows)
        relations.append((("*", c), tuple((r, c) for r in rows)))
    relations.append((("*", "*"), tuple(("*", c) for c in range(len(table[0])))))
    return values, relations


def tables(rows, columns):
    return st.lists(st.lists(COUNTS, min_size=columns, max_size=columns), min_size=rows, max_size=9)


def attack(values, relations, secret):
    """Who knows every number that is shown, and how the table adds up."""
    attacker = Attacker()
    for total, parts in relations:
        attacker.learn({total: -1} | dict.fromkeys(parts, 1))
    for key in values.keys() - secret:
        attacker.learn({key: 1})
    return attacker


def small(values):
    return {key for key, number in values.items() if is_small(number)}


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 4).flatmap(lambda columns: tables(2, columns)))
@example([[3, 10], [10, 10]])
@example([[3, 20, 30], [20, 4, 30], [9, 9, 9]])
@example([[3, 0], [0, 40]])
@example([[2, 2], [40, 40]])
@example([[1, 9], [9, 9], [9, 9]])
def test_no_hidden_number_follows_from_those_that_are_shown(table):
    values, relations = margins(table)
    secret = protect(values, relations, small(values))
    assert small(values) <= secret
    attacker = attack(values, relations, secret)
    assert [key for key in secret if values[key] and attacker.knows({key: 1})] == []


def test_small_numbers_alone_are_computed_from_the_totals():
    # what the attacker is good for: with only the primary cells hidden, all is found
    values, relations = margins([[3, 10], [10, 10]])
    assert attack(values, relations, {(0, 0)}).knows({(0, 0): 1})


def test_two_hidden_that_are_few_together_get_a_third():
    # 1 + 2 of a total of 23: whoever knows one of the three knows the others
    values, relations = margins([[1, 40], [2, 40], [20, 40]])
    secret = protect(values, relations, small(values))
    assert sum(values[key] for key in secret if key[1] == 0 and key[0] != "*") >= 5


def test_as_little_as_possible_is_hidden():
    values, relations = margins([[3, 10, 50], [10, 12, 50], [50, 50, 50]])
    assert protect(values, relations, small(values)) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_nothing_is_hidden_where_nothing_is_small():
    values, relations = margins([[5, 0], [7, 80]])
    assert protect(values, relations, small(values)) == set()


def year_of(units):
    """A year's months by unit and gender, where one unit had two women in a quarter."""
    for month in range(1, 13):
        for gender in ("K", "M"):
            numbers = {str(unit): 10 + unit % 7 for unit in range(units)}
            if gender == "K" and month < 4:
                numbers["7"] = 2 if month == 2 else 0
            yield month, gender, "", "", "", sum(numbers.values())
            yield from (
                (month, gender, "", "unit", unit, number)
                for unit, number in numbers.items()
                if number
            )


@pytest.mark.parametrize("units", [20, 200])
def test_a_small_number_takes_another_unit_another_quarter_and_the_other_gender(units):
    counted = tuple(year_of(units))
    found = lattice._hidden.__wrapped__(FIGURES["inflode"], counted)
    lines = {key for key in found.lines if not key.is_too_fine}
    assert len(lines) == 8
    assert {key.dimension for key in lines} == {"unit"}
    for column in ("period", "row", "gender"):
        assert len({getattr(key, column) for key in lines}) == 2
    assert Key("K1", "unit", "7", "K") in lines
