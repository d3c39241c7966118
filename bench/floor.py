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
from jobbtorg.deadlines import add_months
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.namnder import parts, top_of

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
UNREPORTED = f"""SELECT d.id, d.kind, d.decided_on, c.number, p.protection, u.name, k.first_name,
    k.last_name, a.function, l.point FROM decisions_decision d
    JOIN cases_application s ON s.id = d.application_id JOIN cases_case c ON c.id = s.case_id
    JOIN cases_person p ON p.id = c.person_id JOIN organisation_unit u ON u.id = d.unit_id
    JOIN organisation_user k ON k.id = d.decided_by_id
    JOIN organisation_appointment a ON a.id = d.appointment_id
    JOIN organisation_delegation l ON l.id = d.delegation_id
    WHERE d.id IN (SELECT decision_id FROM decisions_unreporteddecision
        WHERE decided_on < %(today)s AND unit_id IN {parts("%(namnd)s")}
        ORDER BY decided_on, decided_at, decision_id LIMIT 50)
    ORDER BY d.decided_on, d.decided_at, d.id"""
UNREPORTED_COUNT = """SELECT count(*) FROM (SELECT 1 FROM decisions_unreporteddecision
    WHERE decided_on < %(today)s LIMIT 1001) f"""
REPORT = [
    "SELECT * FROM decisions_reportrow WHERE report_list_id = %(report)s"
    " ORDER BY position LIMIT 50",
    "SELECT provisions, outcomes, count(*) FROM decisions_reportrow"
    " WHERE report_list_id = %(report)s GROUP BY 1, 2",
    "SELECT * FROM decisions_notice WHERE report_list_id = %(report)s ORDER BY id DESC",
]
REVIEWS = [
    "SELECT * FROM organisation_unit ORDER BY name",
    """SELECT r.*, s.signed_at FROM review_logreview r
        LEFT JOIN review_reviewreport s ON s.review_id = r.id WHERE r.month = %(month)s""",
]
REVIEW = [
    "SELECT * FROM review_logreview WHERE id = %(review)s",
    """SELECT f.*, k.first_name, k.last_name FROM review_finding f
        JOIN organisation_user k ON k.id = f.reader_id WHERE f.review_id = %(review)s""",
    """SELECT j.* FROM review_judgement j JOIN review_finding f ON f.id = j.finding_id
        WHERE f.review_id = %(review)s""",
]
OPENED = [
    BY_NUMBER,
    """SELECT a.*, k.first_name, k.last_name FROM (SELECT * FROM audit_accesslog
        WHERE case_number = %(number)s OR shown @> ARRAY[%(number)s]::varchar(20)[]
        ORDER BY at + interval '0' DESC LIMIT 50) a
        JOIN organisation_user k ON k.id = a.user_id""",
]
SITUATION = [
    """SELECT c.id, c.status, c.coach_id, c.due_on, (SELECT max(arrived_on) FROM cases_application a
        WHERE a.case_id = c.id) FROM cases_case c
        WHERE c.unit_id = %(unit)s AND c.status <> 'avslutad'""",
    f"{ROW} WHERE c.unit_id = %(unit)s AND c.status <> 'avslutad' ORDER BY c.due_on LIMIT 15",
    """SELECT date_trunc('week', a.arrived_on), count(*) FROM cases_application a
        JOIN cases_case c ON c.id = a.case_id
        WHERE c.unit_id = %(unit)s AND a.arrived_on >= %(today)s::date - 84 GROUP BY 1""",
    """SELECT date_trunc('week', d.decided_on), count(*) FROM decisions_decision d
        WHERE d.unit_id = %(unit)s AND d.decided_on >= %(today)s::date - 84 GROUP BY 1""",
]
UPCOMING = [
    f"""{ROW} WHERE c.coach_id = %(user)s AND c.status <> 'avslutad'
        AND c.due_on <= %(today)s::date + 14 ORDER BY c.due_on""",
    """SELECT f.* FROM followup_assignment f JOIN cases_application a ON a.id = f.application_id
        JOIN cases_case c ON c.id = a.case_id WHERE c.coach_id = %(user)s""",
    """SELECT p.* FROM appeals_appeal p JOIN decisions_decision d ON d.id = p.decision_id
        JOIN cases_application a ON a.id = d.application_id JOIN cases_case c ON c.id = a.case_id
        WHERE c.coach_id = %(user)s""",
    "SELECT * FROM cases_draft WHERE user_id = %(user)s",
]
RUNNING = """FROM followup_assignment f JOIN cases_application a ON a.id = f.application_id
    JOIN cases_case c ON c.id = a.case_id JOIN cases_person p ON p.id = c.person_id
    WHERE c.unit_id = %(unit)s AND c.status = 'pagar'"""
FLOORS: dict[str, list[str]] = {
    "Anmälan av delegationsbeslut": [UNREPORTED_COUNT, UNREPORTED],
    "En fastställd lista": REPORT,
    "Logguppföljning": REVIEWS,
    "Logguppföljning, en enhets månad": REVIEW,
    "Vem har öppnat ärendet": OPENED,
    "Lägesbild": SITUATION,
    "Frister": UPCOMING,
    "Pågående insatser": [
        f"SELECT count(*), count(*) FILTER (WHERE f.follow_up_on <= %(today)s::date + 7) {RUNNING}",
        f"""SELECT f.*, c.number, p.first_name, p.last_name {RUNNING}
            AND f.follow_up_on <= %(today)s::date + 7 ORDER BY f.follow_up_on LIMIT 25""",
    ],
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
    others = {"nämndsekreterare": Function.NAMNDSEKRETERARE, "granskare": Function.GRANSKARE}
    user = users.get(who) or city.holding(others.get(who, Function.REGISTRATOR))
    case = city.to_decide if name == "Beslutssidan" else city.case(Status.UTREDS)
    return {
        "user": user.pk,
        "today": clock.today(),
        "unit": city.unit.pk,
        "case": case.pk,
        "number": case.number,
        "namnd": top_of(city.unit),
        "report": city.report.pk if city.report else 0,
        "review": city.review.pk if city.review else 0,
        "month": add_months(clock.today().replace(day=1), -1),
        "spelt": f"% {case.person.first_name.upper()}%",
    }
