"""The figures against what is worked out by hand on fifty cases."""

from datetime import date

import pytest

from followup.figures.facts import Asked
from followup.figures.periods import Period
from followup.figures.registry import FIGURES
from followup.figures.tables import Table
from tests.cases.helpers import on, sql
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import keys, write_table

DAY = date(2026, 12, 31)


@pytest.fixture
def fifty(db):
    write_table(FIFTY)
    with on(DAY):
        yield


def table(key, dimension="", period=None, as_of=DAY, units=None):
    asked = Asked(FIGURES[key], period or Period(2026), as_of, units)
    return Table(asked, dimension, inside=True)


def told(*args, **named):
    return {(line.label, line.of): line.shown for line in table(*args, **named).lines}


def test_the_share_of_women_and_men_closed_to_work_or_studies(fifty):
    # Women: Farsta 5 work and 3 studies of 12, City 7 and 7 of 14, Kista none of 6:
    # 12 work, 10 studies, 10 other; (12 + 10) / 32 = 68.75. Men: Farsta 5 of 10, City 3 of 8:
    # 8 / 18 = 44.44. All: 30 / 50 = 60.
    assert told("resultat") == {
        ("Alla", "Kvinnor"): ("32", "12", "10", "10", "68,8"),
        ("Alla", "Män"): ("18", "8", "0", "10", "44,4"),
        ("Alla", "Alla"): ("50", "20", "10", "20", "60,0"),
    }


def test_the_time_enrolled_for_women_and_men(fifty):
    # Women: 1860 (Farsta) + 14 × 178 (City) + 1350 (Kista) = 5702; / 32 = 178.19. In order the
    # first eight are 100 … 170, then fourteen of 178: the 16th and 17th are 178. The 90th
    # percentile lies at 0.9 × 31 = 27.9 from the first: between 210 and 220, 219.
    # Men: 1050 + 320 = 1370; / 18 = 76.11. In order 30 ×4, 50 ×4, 60, 70 …: the 9th and 10th are
    # 60 and 70. 0.9 × 17 = 15.3: between 130 and 140, 133. All: 7072 / 50 = 141.44.
    found = told("inskrivningstid")
    assert found["Alla", "Kvinnor"] == ("32", "178,2", "178,0", "219,0", "250")
    assert found["Alla", "Män"] == ("18", "76,1", "65,0", "133,0", "150")
    assert found["Alla", "Alla"][:2] == ("50", "141,4")


def test_by_unit(fifty):
    found = told("inskrivningstid", "unit")
    assert found["Jobbtorg Farsta", "Kvinnor"][:3] == ("12", "155,0", "155,0")  # (100 + 210) / 2
    assert found["Jobbtorg City", "Män"][:3] == ("8", "40,0", "40,0")  # (4 × 30 + 4 × 50) / 8
    assert found["Jobbtorg Kista", "Män"] == ("0", "–", "–", "–", "–")
    assert found["Jobbtorg City", "Alla"][0] == "22"


def test_by_age_on_the_day_of_the_closing(fifty):
    found = told("inskrivningstid", "age")
    assert found["19–24", "Kvinnor"][:2] == ("6", "125,0")  # Farsta, 100 … 150
    assert found["25–29", "Alla"][0] == "24"  # Farsta's men, City's women
    assert found["30 och äldre", "Kvinnor"][:2] == ("12", "205,0")  # 160 … 210 and 200 … 250


def test_by_target_group(fifty):
    found = told("resultat", "target")
    assert found["Kvinna med svag ställning på arbetsmarknaden", "Alla"][0] == "6"
    assert found["UVAS", "Alla"] == ("44", "20", "10", "14", "68,2")  # 30 / 44 = 68.18


def test_by_month_and_tertial(fifty):
    found = told("resultat", "month")
    assert found["februari", "Kvinnor"][0] == "4"
    assert (found["juni", "Alla"][0], found["augusti", "Kvinnor"][0]) == ("32", "14")
    assert told("resultat", period=Period(2026, "T", 1))["Alla", "Alla"][0] == "4"
    assert told("resultat", period=Period(2026, "T", 2))["Alla", "Alla"][0] == "46"


def test_of_one_unit_alone(fifty):
    farsta = keys("organisation_unit", "name")["Jobbtorg Farsta"]
    found = told("resultat", units=(farsta,))
    assert found["Alla", "Alla"] == ("22", "10", "3", "9", "59,1")  # 13 / 22 = 59.09


def test_from_3_march_to_28_august_is_178_days(db):
    write_table("Farsta K 2000-01-01 uvas 2026-03-03 2026-08-28 arbete")
    with on(DAY):
        assert told("inskrivningstid")["Alla", "Kvinnor"] == ("1", "178,0", "178,0", "178,0", "178")


def test_the_denominator_has_no_one_who_was_never_enrolled(fifty):
    sql("SET LOCAL session_replication_role = replica")
    sql("DELETE FROM decisions_execution WHERE id = 500000")
    assert told("resultat")["Alla", "Alla"][0] == "49"


def test_unknown_gender_has_a_row_of_its_own_where_there_is_any(db):
    write_table("""
        Farsta - 2000-01-01 uvas 2026-01-01 2026-03-01 arbete
        Farsta K 2000-01-01 uvas 2026-01-01 2026-03-01 arbete
    """)
    with on(DAY):
        found = told("resultat")
    assert found["Alla", "Uppgift saknas"] == ("1", "1", "0", "0", "100,0")
    assert found["Alla", "Män"] == ("0", "0", "0", "0", "–")


def test_a_past_day_is_computed_as_it_was_known_that_day(fifty):
    assert told("resultat", as_of=date(2026, 2, 9))["Alla", "Alla"][0] == "0"
    assert told("resultat", as_of=date(2026, 2, 10))["Alla", "Alla"][0] == "4"


def test_a_past_day_takes_the_unit_of_that_day(world):
    with on(date(2026, 3, 2)):
        case = world.registered()
    with on(date(2026, 4, 2)):
        city = world.unit("City").pk
        sql("SET LOCAL session_replication_role = replica")
        sql("UPDATE cases_case SET unit_id = %s WHERE id = %s", city, case.pk)
        assert ("Jobbtorg City", "Alla") in told("inflode", "unit", as_of=date(2026, 4, 2))
        assert ("Jobbtorg Farsta", "Alla") in told("inflode", "unit", as_of=date(2026, 3, 2))


def test_what_reason_counts_is_the_code_lists_and_no_constant(fifty):
    sql("SET LOCAL session_replication_role = replica")
    sql("UPDATE rulebook_code SET counts_as = 'arbete' WHERE code = 'flyttat'")
    assert told("resultat")["Alla", "Alla"] == ("50", "40", "10", "0", "100,0")
