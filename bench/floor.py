"""The floor: the same rows by SQL written by hand, over psycopg, in the same template.

The page is fetched once, and the context that it was rendered with is kept. By hand means: the
questions of bench/by_hand.py with nothing of the ORM, then the same template with that context; no
rule, no right and no form is made, but the look is logged.
"""

import os
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import setup_test_environment, teardown_test_environment

from bench.by_hand import FLOORS, LOGGED, WHO
from bench.measure import queries_of, times_of
from bench.people import City
from cases.models import Case, Status
from jobbtorg import clock
from jobbtorg.deadlines import add_months
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.namnder import top_of

ROUNDS = int(os.environ.get("ROUNDS", "20"))
CITY_WIDE = {"nämndsekreterare": Function.NAMNDSEKRETERARE, "granskare": Function.GRANSKARE}


def floor_of(name: str, city: City, who: str, work: Callable[[], Any]) -> float | None:
    """Milliseconds, where the page has a floor that is written by hand."""
    statements = FLOORS.get(f"{name}, {who}", FLOORS.get(name, []))
    template, context = rendered(work)
    if not statements:
        return None
    told = _told(name, city, who)

    def by_hand() -> None:
        with connection.connection.cursor() as cursor:
            for statement in [*WHO, *statements, LOGGED]:
                cursor.execute(statement, told)
                if cursor.description:
                    cursor.fetchall()
        if template:  # a number that is found leads to its case
            template.render(context)

    asked = len(queries_of(lambda: template.render(context))) if template else 0
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
    case, user = _case(name, city), _user(city, who)
    person = case.person
    return {
        "user": user.pk,
        "today": clock.today(),
        "unit": city.unit.pk,
        "case": case.pk,
        "number": case.number,
        "personnummer": city.numbers.get(name, person.personnummer),
        "namnd": top_of(city.unit),
        "report": city.report.pk if city.report else 0,
        "review": city.review.pk,
        "month": add_months(clock.today().replace(day=1), -1),
        "first": f"% {person.first_name.upper()}%",
        "last": f"% {person.last_name.upper()}%",
        "letters": "% AN%",
    }


def _user(city: City, who: str) -> User:
    own = {"coach": city.coach, "chef": city.chef}
    return own.get(who) or city.holding(CITY_WIDE.get(who, Function.REGISTRATOR))


def _case(name: str, city: City) -> Case:
    if name == "Beslutssidan":
        return city.to_decide
    status = {"Beslutet": Status.BESLUTAD, "Journalen": Status.PAGAR}
    status["Ärendesidan, insats pågår"] = Status.PAGAR
    return city.case(status.get(name, Status.UTREDS))
