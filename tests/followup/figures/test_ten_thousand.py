"""Ten thousand closed insatser: the page's numbers against a recomputation in plain SQL."""

import time
from datetime import date

import pytest

from followup.figures import lattice
from followup.figures.counting import recount
from followup.figures.facts import Asked
from followup.figures.periods import Period
from followup.figures.registry import FIGURES
from followup.figures.tables import Table, written
from tests.cases.helpers import on, sql
from tests.followup.figures.rows import FIRST, analyse, keys, write

DAY = date(2026, 12, 31)
MANY = """
    SELECT %s + i, (%s::bigint[])[1 + mod(i * 31, 7)], date '1985-01-01' + mod(i * 13, 6997),
        CASE WHEN mod(i * 7, 11) < 6 THEN 'K' ELSE 'M' END, (%s::bigint[])[1 + mod(i, 2)],
        d - 250, d - mod(i * 37, 240), d, (%s::bigint[])[1 + mod(i * 5, 3)]
    FROM (SELECT i, date '2026-01-01' + mod(i * 101, 365) AS d FROM generate_series(1, 10000) i) x
"""
# By the number itself: it tells the gender with its last digit but one. No table of ours is asked.
PLAIN = """
    SELECT {row}, mod(substr(p.personnummer, 11, 1)::int, 2), count(*),
        avg(x.closed_on - e.started_on)::float, max(x.closed_on - e.started_on),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY x.closed_on - e.started_on),
        100.0 * sum((k.counts_as <> '')::int) / count(*)
    FROM followup_closing x, cases_application a, cases_case c, cases_person p, rulebook_code k,
        decisions_execution e, organisation_unit u
    WHERE x.application_id = a.id AND a.case_id = c.id AND c.person_id = p.id
        AND k.id = x.reason_id AND e.id = x.id AND u.id = c.unit_id AND x.closed_on
        BETWEEN {first} AND {last}
    GROUP BY 1, 2
"""


@pytest.fixture
def many(db):
    units, codes = keys("organisation_unit", "name"), keys("rulebook_code", "code")
    jobbtorg = sorted(pk for name, pk in units.items() if name.startswith("Jobbtorg "))
    reasons = [codes[code] for code in ("arbete", "komvux", "flyttat")]
    write(MANY, FIRST, jobbtorg, [codes["uvas"], codes["kvinnor"]], reasons)
    analyse()
    recount()
    with on(DAY):
        yield


def lines(key, dimension, period):
    found = Table(Asked(FIGURES[key], period, DAY), dimension, inside=True).lines
    return {(line.row, line.gender): line.shown for line in found if line.row or not dimension}


def plain(row, first="'2026-01-01'", last="'2026-12-31'"):
    found = sql(PLAIN.format(row=row, first=first, last=last))
    return {(row, "man" if man else "kvinna"): numbers for row, man, *numbers in found}


@pytest.mark.parametrize(
    ("dimension", "row"),
    [("", "''"), ("unit", "u.id::text"), ("month", "to_char(x.closed_on, 'YYYY-MM')")],
)
def test_the_year_as_plain_sql_has_it(many, dimension, row):
    days, shares = (lines(key, dimension, Period(2026)) for key in ("inskrivningstid", "resultat"))
    expected = plain(row)
    assert len(expected) >= 2
    for key, (number, mean, longest, median, share) in expected.items():
        assert days[key][0] == shares[key][0] == str(number)
        assert days[key][4] == str(longest)
        told = [float(cell.replace(",", ".")) for cell in (*days[key][1:3], shares[key][-1])]
        assert told == pytest.approx([mean, median, float(share)], abs=0.051)


def test_a_tertial_as_plain_sql_has_it(many):
    found = lines("resultat", "", Period(2026, "T", 2))
    for key, (number, *_) in plain("''", "'2026-05-01'", "'2026-08-31'").items():
        assert found[key][0] == str(number)


def test_ages_are_counted_in_whole_years(many):
    found = lines("resultat", "age", Period(2026))
    asked = """
        SELECT count(*) FROM followup_closing x JOIN cases_person p ON p.id = x.id
        WHERE date_part('year', age(x.closed_on, to_date(left(p.personnummer, 8), 'YYYYMMDD')))
            BETWEEN 25 AND 29
    """
    assert found["25", lattice.ALL][0] == str(sql(asked)[0][0])


def test_a_year_takes_a_moment_and_what_is_hidden_of_it_another(many):
    began = time.perf_counter()
    table = Table(Asked(FIGURES["inskrivningstid"], Period(2026), DAY), "unit", inside=False)
    assert len(table.lines) == 3 * 8
    assert time.perf_counter() - began < 5  # under one on a machine with nothing else to do


def test_half_a_day_is_rounded_as_by_hand():
    assert [written(number) for number in (177.5, 68.75, 3, None)] == ["177,5", "68,8", "3", "–"]
