"""Closed insatser by plain SQL, past the acts: as many as a test wants, in no time.

Triggers and foreign keys are off while they are written; what the tables check is checked. That
the figures are to be counted anew is said by hand.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from tests.cases.helpers import sql

FIRST = 500_000  # above every key that an act gives in a test
MADE = """CREATE TEMP TABLE made (n bigint, unit bigint, born date, gender text, target bigint,
    applied date, began date, closed date, reason bigint) ON COMMIT DROP"""
# The number's last digit but one tells the gender; the check digit is of no account here.
WRITE = """
    INSERT INTO cases_person (id, personnummer, first_name, last_name, street, postcode, city,
        protection, contact_way, email, gender, interpreter, phone, born)
    SELECT n, CASE WHEN gender = '-' THEN 'T' || lpad(n::text, 11, '0')
            ELSE to_char(born, 'YYYYMMDD') || lpad((mod(n, 50) * 2)::text, 2, '0')
            || CASE WHEN gender = 'M' THEN '1' ELSE '0' END || mod(n / 50, 10) END,
        'Prov', 'Person ' || n, '', '', '', '', '', '', '', '', '',
        CASE WHEN gender = '-' THEN born END FROM made;
    INSERT INTO cases_case (id, number, status, returned, unit_id, person_id)
    SELECT n, 'JT 2026-' || n, 'avslutad', false, unit, n FROM made;
    INSERT INTO cases_application (id, arrived_on, channel, own_words, registered_at, request_id,
        reached_by_id, registered_by_id, target_group_id, case_id, arrival_reason, delivery,
        made_by, noticed_on, received_by_id, remitted)
    SELECT n, applied, 'muntlig', 'Jobb', applied + time '12:00', gen_random_uuid(), 1, 1, target,
        n, '', '', '', applied, 1, false FROM made;
    INSERT INTO decisions_decision (id, number, decided_on, decided_at, decider_title, chain,
        application_id, unit_id, dnr, paragraph, reply_met, ground, kind, unnamed,
        decided_by_id, appointment_id, delegation_id, presented_by_id, riktlinje_id)
    SELECT n, 'B ' || n, began, began + time '12:00', 'Chef', 'Kedja', n, unit, '', '', true, '',
        'insats', '', 1, 1, 1, 2, 1 FROM made WHERE began IS NOT NULL;
    INSERT INTO decisions_ruling (id, basis, lagrum, outcome, scope, circumstances, reasons,
        decision_id, provision_id, period_from, period_to)
    SELECT n, 'befogenhet', 'lagrum', 'bifall', '', '', '', n, 1, began, began + 180
    FROM made WHERE began IS NOT NULL;
    INSERT INTO decisions_execution (id, started_on, noted_at, noted_by_id, ruling_id)
    SELECT n, began, began + time '12:00', 1, n FROM made WHERE began IS NOT NULL;
    INSERT INTO followup_closing (id, closed_on, result, result_text, where_to, own_wish, informed,
        wants_more, noted_at, application_id, noted_by_id, reason_id, why_replaced, strikes)
    SELECT n, closed, 'uppnatt', 'Klart', '', '', 'mote', false, closed + time '12:00', n, 1,
        reason, '', false
    FROM made WHERE closed IS NOT NULL;
"""


def keys(table: str, column: str) -> dict[str, int]:
    """The keys of a table's rows by a column."""
    return dict(sql(f"SELECT {column}, id FROM {table}"))


def write(made: str, *values: Any) -> None:
    """Writes what the query makes, whose columns are those of MADE."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MADE)
        cursor.execute(f"INSERT INTO made {made}", values)
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(WRITE)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(
            "INSERT INTO followup_figurestale (case_id) SELECT n FROM made ON CONFLICT DO NOTHING"
        )
        cursor.execute("DROP TABLE made")


def analyse() -> None:
    """Lets PostgreSQL see how much was written, as it does by itself after a while."""
    tables = "cases_person, cases_case, cases_application, decisions_decision, decisions_ruling"
    sql(f"ANALYZE {tables}, decisions_execution, followup_closing")


def write_table(table: str) -> None:
    """Writes the lines of a table: unit, gender, born, target group, began, closed, reason."""
    units, codes = keys("organisation_unit", "name"), keys("rulebook_code", "code")
    for n, line in enumerate(lines_of(table)):
        unit, gender, born, target, began, closed, reason = line
        row = (
            FIRST + n, units[f"Jobbtorg {unit}"], born, gender, codes[target], began, began,
            closed if closed != "-" else None, codes.get(reason),
        )  # fmt: skip
        write("SELECT %s, %s, %s::date, %s, %s, %s::date, %s::date, %s::date, %s::bigint", *row)


def lines_of(table: str) -> Iterable[list[str]]:
    """The table's words, line by line."""
    return [line.split() for line in table.splitlines() if line.strip()]
