"""The SQL of facts: what a figure's own query finds, with what it is counted by put to it.

A figure's own SQL tells case, application, unit, day, part and value; here the person's gender and
age on that day, the unit and the target group are put to it, as they stood on the day `as_of`.
"""

from followup.figures.registry import Figure

NOW = """
    LEFT JOIN cases_case c ON c.id = f.case_id
    LEFT JOIN cases_person p ON p.id = c.person_id
"""
THEN = """
    LEFT JOIN LATERAL (SELECT h.unit_id, h.person_id FROM cases_historicalcase h
        WHERE h.id = f.case_id AND h.history_date < %(moment)s
        ORDER BY h.history_date DESC, h.history_id DESC LIMIT 1) c ON true
    LEFT JOIN LATERAL (SELECT h.personnummer, h.born, h.gender FROM cases_historicalperson h
        WHERE h.id = c.person_id AND h.history_date < %(moment)s
        ORDER BY h.history_date DESC, h.history_id DESC LIMIT 1) p ON true
"""
# By the number (law.md §13), or as told where there is only a temporary one.
KNOWN = """
    WITH known AS (
        SELECT f.case_id, {contact} AS contact_id, f.day, f.part, f.value,
            COALESCE(f.unit_id, c.unit_id) AS unit_id, a.target_group_id AS target_id,
            CASE WHEN f.gender IS NOT NULL THEN f.gender
                WHEN left(p.personnummer, 1) = 'T' THEN p.gender
                WHEN mod(substr(p.personnummer, 11, 1)::integer, 2) = 0 THEN 'kvinna'
                WHEN p.personnummer IS NOT NULL THEN 'man' END AS told,
            CASE WHEN left(p.personnummer, 1) = 'T' THEN p.born
                ELSE make_date(substr(p.personnummer, 1, 4)::integer,
                    substr(p.personnummer, 5, 2)::integer,
                    mod(substr(p.personnummer, 7, 2)::integer, 60)) END AS born
        FROM ({own}) f {state}
        LEFT JOIN cases_application a ON a.id = f.application_id
    ), grouped AS (
        SELECT case_id, contact_id, day, part, value, unit_id, target_id,
            CASE WHEN told IN ('kvinna', 'man') THEN told ELSE '-' END AS gender,
            CASE WHEN born IS NULL THEN '-'
                WHEN age(day, born) < interval '19 years' THEN '0'
                WHEN age(day, born) < interval '25 years' THEN '19'
                WHEN age(day, born) < interval '30 years' THEN '25' ELSE '30' END AS age
        FROM known
    )
"""
# Counted ahead: the same columns, for all facts of a month that are alike; and fact by fact.
COUNTS = """
    WITH grouped AS (
        SELECT NULL::bigint AS case_id, month AS day, part, value, unit_id, target_id, gender, age,
            n FROM followup_figurecount
        WHERE figure = %(figure)s AND month BETWEEN %(first)s AND %(last)s AND n > 0
    )
"""
ONE_BY_ONE = """
    WITH grouped AS (
        SELECT case_id, day, part, value, unit_id, target_id, gender, age, 1 AS n
        FROM followup_figurefact WHERE figure = %(figure)s AND day BETWEEN %(first)s AND %(last)s
    )
"""
# One array, worked out first: PostgreSQL then looks the cases up, in the figure's own query too.
AMONG_KEPT = """
    SELECT o.* FROM ({own}) o WHERE o.case_id = ANY(ARRAY(
        SELECT k.case_id FROM followup_figurefact k WHERE k.figure = %(figure)s))
"""
FACTS = """
    , facts AS (
        SELECT g.case_id, g.day, g.part, g.value, g.unit_id, g.gender, g.age, {n} AS n,
            COALESCE(g.unit_id::text, '-') AS unit,
            COALESCE(u.name, 'Uppgift saknas') AS unit_label, COALESCE(t.code, '-') AS target,
            COALESCE(t.label, 'Uppgift saknas') AS target_label, to_char(g.day, 'YYYY-MM') AS month
        FROM grouped g LEFT JOIN organisation_unit u ON u.id = g.unit_id
        LEFT JOIN rulebook_code t ON t.id = g.target_id
    )
"""


def known(figure: Figure, *, now: bool, own: str = "") -> str:
    """The facts of the figure, as the rows of law have them; `own` is put in its query's place."""
    # not format(): the figures' SQL has braces of its own
    text = KNOWN.replace("{own}", own or figure.sql).replace("{state}", NOW if now else THEN)
    return text.replace("{contact}", "f.contact_id" if figure.of_contacts else "NULL::bigint")
