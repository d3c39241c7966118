"""The floor: the same rows by SQL written by hand, over psycopg, in the same template.

The page is fetched once, and the context that it was rendered with is kept. By hand means: the
questions below with nothing of the ORM, then the same template with that context; no rule, no
right and no form is made, but the look is logged.
"""

import os
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import setup_test_environment, teardown_test_environment

from bench.measure import queries_of, times_of
from bench.people import City
from cases.models import Status
from jobbtorg import clock

Statement = tuple[str, dict[str, Any]]
ROUNDS = int(os.environ.get("ROUNDS", "20"))

WHO = [
    "SELECT session_data FROM django_session WHERE expire_date > now() ORDER BY 1 LIMIT 1",
    "SELECT * FROM organisation_user WHERE id = %(user)s",
    """SELECT a.*, u.* FROM organisation_appointment a JOIN organisation_unit u ON u.id = a.unit_id
        WHERE a.user_id = %(user)s AND a.withdrawn_on IS NULL
        AND %(today)s BETWEEN a.valid_from AND coalesce(a.valid_to, 'infinity')""",
]
LOGGED = """INSERT INTO audit_accesslog (at, user_id, acting_as, action, what, case_number, shown,
    reason, assignment, closed, protected) VALUES (now(), %(user)s, 'Golvet', 'lista',
    'Golvet', '', '{}', '', '', false, false)"""
ROW = """SELECT c.*, p.first_name, p.last_name, p.protection, u.name, k.first_name, k.last_name
    FROM cases_case c JOIN cases_person p ON p.id = c.person_id
    JOIN organisation_unit u ON u.id = c.unit_id
    LEFT JOIN organisation_user k ON k.id = c.coach_id"""
NOT_BARRED = """NOT EXISTS (SELECT 1 FROM cases_declaration d WHERE d.case_id = c.id
    AND d.user_id = %(user)s AND d.ground <> '')"""
LIST = f"""{ROW} WHERE c.unit_id = %(unit)s AND c.status <> 'avslutad' AND p.protection = ''
    AND {NOT_BARRED} ORDER BY c.returned DESC, c.due_on NULLS LAST, c.id LIMIT 50"""
COUNTS = """SELECT status, count(*) FROM cases_case WHERE unit_id = %(unit)s
    AND status <> 'avslutad' GROUP BY 1"""
OWN = f"""{ROW} WHERE c.coach_id = %(user)s AND c.status <> 'avslutad'
    ORDER BY c.returned DESC, c.due_on NULLS LAST, c.id LIMIT 50"""
OWN_COUNTS = "SELECT status, count(*) FROM cases_case WHERE coach_id = %(user)s GROUP BY 1"
CASE = [
    f"{ROW} WHERE c.number = %(number)s AND {NOT_BARRED}",
    """SELECT * FROM cases_application WHERE case_id = %(case)s ORDER BY id DESC LIMIT 1""",
    """SELECT j.*, k.first_name, k.last_name FROM cases_journalentry j
        JOIN organisation_user k ON k.id = j.author_id WHERE j.case_id = %(case)s
        ORDER BY j.id DESC LIMIT 5""",
    "SELECT * FROM cases_document WHERE case_id = %(case)s",
]
PARTS = (
    "cases_criterionanswer", "cases_assessmentanswer", "cases_children",
    "cases_individualassessment", "cases_afinformation", "cases_assessment", "cases_part",
)  # fmt: skip
BY_NUMBER = f"{ROW} WHERE c.number = %(number)s"
BY_NAME = f"""{ROW} WHERE upper(' ' || p.first_name || ' ' || p.last_name) LIKE %(spelt)s
    AND c.status <> 'avslutad' ORDER BY c.number DESC LIMIT 51"""
FLOORS: dict[str, list[str]] = {
    "Min arbetslista": [OWN_COUNTS, OWN],
    "Min arbetslista, Mina ärenden": [OWN_COUNTS, OWN],
    "Min arbetslista, Enhetens": [COUNTS, LIST],
    "Ärendesidan, under utredning": CASE,
    "Ärendesidan": CASE,
    "Beslutssidan": [
        *CASE,
        "SELECT * FROM cases_investigation i JOIN cases_application a ON a.id = i.application_id"
        " WHERE a.case_id = %(case)s",
        *(
            f"SELECT * FROM {part} t JOIN cases_investigation i ON i.id = t.investigation_id"
            " JOIN cases_application a ON a.id = i.application_id WHERE a.case_id = %(case)s"
            for part in PARTS
        ),
    ],
    "Sök namn": [BY_NAME],
    "Sök ärendenummer": [BY_NUMBER],
}


def floor_of(name: str, city: City, who: str, work: Callable[[], Any]) -> float | None:
    """Milliseconds, where the page has a floor that is written by hand."""
    if name not in FLOORS or (name == "Min arbetslista" and who != "coach"):
        return None
    template, context = rendered(work)
    if template is None:
        return None
    told = _told(name, city, who)

    def by_hand() -> None:
        with connection.connection.cursor() as cursor:
            for statement in [*WHO, *FLOORS[name], LOGGED]:
                cursor.execute(statement, told)
                if cursor.description:
                    cursor.fetchall()
        template.render(context)

    asked = len(queries_of(lambda: template.render(context)))
    if asked:
        print(f"golvet för {name}: mallen ställer själv {asked} frågor")
    return times_of(by_hand, ROUNDS)[0]


def rendered(work: Callable[[], Any]) -> tuple[Any, Any]:
    """The page's template, and the context that it was rendered with; none where it redirects."""
    setup_test_environment()
    try:
        response = work()
    finally:
        teardown_test_environment()
    if not response.templates:
        return None, None
    return response.templates[0], response.context[0]


def _told(name: str, city: City, who: str) -> dict[str, Any]:
    users = {"coach": city.coach, "chef": city.chef}
    user = users.get(who) or city.holding("registrator")
    case = city.to_decide if name == "Beslutssidan" else city.case(Status.UTREDS)
    return {
        "user": user.pk,
        "today": clock.today(),
        "unit": city.unit.pk,
        "case": case.pk,
        "number": case.number,
        "spelt": f"% {case.person.first_name.upper()}%",
    }
