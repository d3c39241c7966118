"""By when the running insats asks for something: told by who carries it out, whom cases never asks.

The app that stands above registers its answer when it is loaded (`answer`), so that a case that
comes back to its insats has its deadline in the same transaction.
"""

from collections.abc import Callable
from datetime import date

from cases.models import Case

DueIn = Callable[[Case], date | None]
_answers: list[DueIn] = []


def answer(due_in_case: DueIn) -> DueIn:
    """Registers who tells it."""
    _answers[:] = [due_in_case]
    return due_in_case


def due_in(case: Case) -> date | None:
    """The day by which the next thing in the case's insats is done, where one runs."""
    return _answers[0](case)
