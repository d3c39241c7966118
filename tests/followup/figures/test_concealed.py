"""Outside the unit: every table of a year, in all periods and by all groups, before an attacker."""

from datetime import date
from itertools import product

import pytest

from followup.figures.facts import Asked
from followup.figures.lattice import ALL
from followup.figures.periods import LENGTHS, Period
from followup.figures.registry import FIGURES
from followup.figures.tables import Table
from tests.cases.helpers import on, sql
from tests.followup.figures.attacker import Attacker
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import FIRST, analyse, keys, write, write_table

DAY = date(2026, 12, 31)
GENDERS, GROUPS = ("kvinna", "man"), ("unit", "age", "target")
# of three units, two ages and two target groups; more in some months than in others
SCATTERED = """
    SELECT %s + i, (ARRAY[%s, %s, %s])[1 + mod(h / 7, 3)], CASE WHEN mod(h / 3, 3) = 0
        THEN date '2004-01-01' ELSE date '1990-01-01' END + i, CASE WHEN mod(h, 5) < 3 THEN 'K'
        ELSE 'M' END, (ARRAY[%s, %s])[1 + mod(h / 11, 4) / 3], d - 100, d - 90, d,
        (ARRAY[%s, %s, %s])[1 + mod(h / 13, 3)]
    FROM (SELECT i, abs(hashint4(i + 1000 * %s)) AS h, date '2026-01-15'
        + 31 * (ARRAY[0, 3, 3, 4, 5, 5, 6, 8, 8, 9])[1 + mod(abs(hashint4(i * 17 + %s)), 10)] AS d
        FROM generate_series(1, %s) i) x
"""


def scatter(seed, number):
    units, codes = keys("organisation_unit", "name"), keys("rulebook_code", "code")
    of = [units[f"Jobbtorg {name}"] for name in ("Farsta", "City", "Kista")]
    groups = [codes["uvas"], codes["kvinnor"]]
    reasons = [codes[code] for code in ("arbete", "komvux", "flyttat")]
    write(SCATTERED, FIRST, *of, *groups, *reasons, seed, seed, number)
    analyse()


def periods():
    for kind, length in LENGTHS.items():
        for number in range(1, 12 // length + 1):
            yield Period(2026, kind, number)


def published(key, inside):
    """(period, dimension, line) of every table of the year."""
    figure = FIGURES[key]
    for period, dimension in product(periods(), ("", *GROUPS)):
        table = Table(Asked(figure, period, DAY), dimension, inside)
        for line in table.lines:
            if not (dimension and line.is_total):
                yield period, dimension, line


def unknowns(period, dimension, line, part):
    """Of which numbers of single months the line is the sum."""
    sexes = GENDERS if line.gender == ALL else (line.gender,)
    return {(dimension, line.row, sex, m, part): 1 for sex, m in product(sexes, period.months)}


def attack(lines, parts):
    """Who has seen them all, and knows that each way to divide gives the same totals."""
    attacker, rows = Attacker(), {}
    for _, dimension, line in lines:
        rows.setdefault(dimension, set()).add(line.row)
    for group, sex, month, part in product(GROUPS, GENDERS, range(1, 13), parts):
        whole = {("", "", sex, month, part): -1}
        attacker.learn(whole | {(group, row, sex, month, part): 1 for row in rows[group]})
    for period, dimension, line in lines:
        cells = {part: unknowns(period, dimension, line, part) for part in parts}
        if not line.concealed[0]:
            attacker.learn({key: 1 for cell in cells.values() for key in cell})
        for cell, secret in zip(cells.values(), line.concealed[1:], strict=False):
            if len(parts) > 1 and not secret:
                attacker.learn(cell)
    return attacker


@pytest.mark.parametrize(("seed", "number"), [(1, 60), (2, 150), (3, 400)])
def test_no_line_that_is_hidden_is_computed_from_any_other_table(db, seed, number):
    scatter(seed, number)
    with on(DAY):
        lines = list(published("inskrivningstid", inside=False))
    attacker = attack(lines, ("n",))
    found = []
    for period, dimension, line in lines:
        too_fine = period.kind == "M" and dimension  # secret only where it is small
        if line.concealed[0] and (0 < line.cells[0] < 5 or not too_fine):
            known = attacker.knows(unknowns(period, dimension, line, "n"))
            found += [(period, dimension, line)] if known else []
    assert found == []
    assert all(line.concealed[0] for *_, line in lines if 0 < line.cells[0] < 5)
    assert any(not line.concealed[0] and line.cells[0] for *_, line in lines)


def test_nor_how_those_of_a_line_divide_into_parts(db):
    scatter(4, 250)
    with on(DAY):
        lines = list(published("resultat", inside=False))
    parts = ("arbete", "studier", "annat")
    attacker = attack(lines, parts)
    for period, dimension, line in lines:
        for part, number, secret in zip(parts, line.cells[1:], line.concealed[1:], strict=False):
            if 0 < number < 5:
                assert secret, (period, dimension, line)
                assert not attacker.knows(unknowns(period, dimension, line, part))


def shown(key, dimension, inside=False):
    with on(DAY):
        table = Table(Asked(FIGURES[key], Period(2026), DAY), dimension, inside)
        return {(line.label, line.of): line.shown for line in table.lines}


def test_a_group_where_all_came_to_the_same_is_not_divided(db):
    # the six women of Kista all moved away: that would be known of each of them
    write_table(FIFTY.replace("2026-02-10", "2026-06-20"))
    found = shown("resultat", "unit")
    assert found["Jobbtorg Kista", "Kvinnor"][0] == "6"
    assert found["Jobbtorg Kista", "Kvinnor"][1:] == ("dold",) * 4
    assert shown("resultat", "unit", inside=True)["Jobbtorg Kista", "Kvinnor"][3] == "6"


def test_a_share_tells_no_small_number(db):
    # three of the eight men of City to work: 37.5 per cent of 8 is 3
    write_table(FIFTY.replace("2026-02-10", "2026-06-20"))
    found = shown("resultat", "unit")["Jobbtorg City", "Män"]
    assert found[0] == "8" and found[1:] == ("dold",) * 4


def test_a_hidden_line_hides_mean_median_and_longest_with_its_number(db):
    write_table(FIFTY)
    sql("SET LOCAL session_replication_role = replica")
    sql("DELETE FROM followup_closing WHERE id > %s", FIRST + 46)
    found = shown("inskrivningstid", "unit")
    assert found["Jobbtorg Kista", "Kvinnor"] == ("dold",) * 5


def test_months_are_shown_for_all_units_together_alone(db):
    write_table(FIFTY)
    with on(DAY):
        june = Table(Asked(FIGURES["resultat"], Period(2026, "M", 6), DAY), "unit", inside=False)
        rows = [line for line in june.lines if not line.is_total and line.cells[0]]
        assert all(line.concealed[0] for line in rows)
