"""Facts: one row for each case that counts, with what it is counted by. The figures' one query.

A figure's own SQL tells case, application, unit, day, part and value; here the person's gender and
age on that day, the unit and the target group are put to it, as they stood on the day `as_of`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from followup.figures.periods import Period
from followup.figures.registry import Figure
from jobbtorg import clock, replica
from jobbtorg.deadlines import DAY

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
FACTS = """
    WITH known AS (
        SELECT f.case_id, f.day, f.part, f.value, COALESCE(f.unit_id, c.unit_id) AS unit_id,
            t.code AS target, t.label AS target_label,
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
        LEFT JOIN rulebook_code t ON t.id = a.target_group_id
    ), facts AS (
        SELECT case_id, day, part, value, unit_id, COALESCE(unit_id::text, '-') AS unit,
            COALESCE(u.name, 'Uppgift saknas') AS unit_label, COALESCE(target, '-') AS target,
            COALESCE(target_label, 'Uppgift saknas') AS target_label,
            to_char(day, 'YYYY-MM') AS month,
            CASE WHEN told IN ('kvinna', 'man') THEN told ELSE '-' END AS gender,
            CASE WHEN born IS NULL THEN '-'
                WHEN age(day, born) < interval '19 years' THEN '0'
                WHEN age(day, born) < interval '25 years' THEN '19'
                WHEN age(day, born) < interval '30 years' THEN '25' ELSE '30' END AS age
        FROM known LEFT JOIN organisation_unit u ON u.id = known.unit_id
    )
"""

Facts = Sequence[tuple[int, date, str, int | None]]


@dataclass(frozen=True)
class Asked:
    """What is asked of a figure: for which period, as known on which day, at which units."""

    figure: Figure
    period: Period
    as_of: date
    units: tuple[int, ...] | None = None  # None: every nämnd's, for no reader


def rows(asked: Asked, query: str, **more: Any) -> list[tuple[Any, ...]]:
    """What the query finds among the facts."""
    state = NOW if asked.as_of >= clock.today() else THEN
    # not format(): the figures' SQL has braces of its own
    text = FACTS.replace("{own}", asked.figure.sql).replace("{state}", state)
    text += query.replace(
        "{here}", "unit_id = ANY(%(units)s)" if asked.units is not None else "true"
    )
    with replica.connection().cursor() as cursor:
        cursor.execute(text, _parameters(asked) | more)
        return list(cursor.fetchall())


def _parameters(asked: Asked) -> dict[str, Any]:
    midnight = datetime.combine(asked.as_of + DAY, time(), clock.STOCKHOLM)
    return {
        "first": asked.period.first,
        "last": asked.period.last,
        "as_of": asked.as_of,
        "moment": midnight,
        "units": list(asked.units or ()),
    }


def behind(asked: Asked) -> Facts:
    """The case, the day, the part and the value of each fact, the latest first."""
    query = """
        SELECT case_id, day, part, value FROM facts WHERE {here} AND case_id IS NOT NULL
        ORDER BY day DESC, case_id DESC
    """
    return rows(asked, query)  # type: ignore[return-value]
