"""Who makes a registerutdrag, and by when it is to be answered. GDPR art. 12.3 and 15."""

from collections.abc import Iterator
from datetime import date

from cases.models import Case
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.deadlines import last_day
from jobbtorg.organisation.models import Function, User


def answer_by(received: date) -> date:
    """Within one month from when it came in."""
    return last_day(received, months=1)


def against_extract(case: Case | None, user: User) -> Iterator[Rule]:
    """The registrator alone, of a case that they see."""
    if case is None or not user.holds(Function.REGISTRATOR):
        sentence = "Registerutdrag görs av registratorn."
        yield Rule("not_registrator", sentence, kind="forbidden")


def against_asking(case: Case, received: date, user: User) -> Iterator[Rule]:
    """As above; and the request has come in."""
    yield from against_extract(case, user)
    if received > clock.today():
        yield Rule("ahead", "Ange en dag som inte ligger framåt.", where="received_on")
