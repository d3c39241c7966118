"""Several letters marked as sent: the act of each in a transaction of its own."""

from collections.abc import Mapping
from datetime import date

from decisions.models import Letter
from decisions.serving import dispatch
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import User


def dispatch_each(
    ways: Mapping[Letter, str], sent_on: date, *, by: User
) -> dict[Letter, list[Rule]]:
    """Expediera each letter by its way; what was refused, and what is not, by letter. FL 33 §."""
    return {letter: _dispatched(letter, how, sent_on, by) for letter, how in ways.items()}


def _dispatched(letter: Letter, how: str, sent_on: date, by: User) -> list[Rule]:
    """The reasons why the letter was not marked; none when it was."""
    try:
        dispatch(letter.decision, how, sent_on, by=by)
    except RuleBroken as broken:
        return broken.rules
    return []
