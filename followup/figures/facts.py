"""Facts: one row for each case that counts, with what it is counted by. The figures' one query.

As of today they are counted ahead (counting.py); as of a day that is past they are worked out from
the rows of law and their history.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from followup.figures.counting import is_counted
from followup.figures.known import AMONG_KEPT, COUNTS, FACTS, ONE_BY_ONE, known
from followup.figures.periods import Period
from followup.figures.registry import Figure
from jobbtorg import clock, replica
from jobbtorg.deadlines import DAY
from jobbtorg.once import asked_once, reading

Facts = Sequence[tuple[int, date, str, int | None]]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Asked:
    """What is asked of a figure: for which period, as known on which day, at which units."""

    figure: Figure
    period: Period
    as_of: date
    units: tuple[int, ...] | None = None  # None: every nämnd's, for no reader

    @property
    def is_of_now(self) -> bool:
        """Whether it is asked for as it is known now."""
        return self.as_of >= clock.today()


def read(question: Callable[[], Found], *, exact: bool = False) -> replica.Read[Found]:
    """All of the question from one place, after what is left has been counted: then a copy of the
    database is to have come as far as that (jobbtorg/replica.py)."""
    with nullcontext() if reading() else asked_once():
        is_counted()
        return replica.read(question, exact=exact)


def rows(asked: Asked, query: str, kept: str = COUNTS, **more: Any) -> list[tuple[Any, ...]]:
    """What the query finds among the facts, each of which tells of `n`."""
    figure, now = asked.figure, asked.is_of_now
    ahead = figure.is_kept and now and is_counted()
    if ahead and figure.stock:
        text, n = known(figure, now=True, own=AMONG_KEPT.replace("{own}", figure.sql)), "1"
    elif ahead:
        text, n = kept, "g.n"
    else:
        text, n = known(figure, now=now), "1"
    text += FACTS.replace("{n}", n)
    text += query.replace(
        "{here}", "unit_id = ANY(%(units)s)" if asked.units is not None else "true"
    )
    with replica.connection().cursor() as cursor:
        cursor.execute(text, _parameters(asked) | more)
        return list(cursor.fetchall())


def _parameters(asked: Asked) -> dict[str, Any]:
    midnight = datetime.combine(asked.as_of + DAY, time(), clock.STOCKHOLM)
    return {
        "figure": asked.figure.key,
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
    return rows(asked, query, ONE_BY_ONE)  # type: ignore[return-value]
