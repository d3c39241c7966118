"""Writes the access log. Lag (2001:454) 10 §: documented access, no switch turns it off.

What a page notes is written when its answer is ready, in one INSERT, with what came of it; and
before the answer is sent. Outside of a page, as in the background, it is written at once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from jobbtorg.audit.models import AccessLog


@dataclass(frozen=True)
class Standing:
    """What held of the case, and of the reader in it, when it was read."""

    assignment: str = ""
    closed: bool = False
    protected: bool = False
    unit: int | None = None


@dataclass
class Visit:
    """One request: from where, and the rows that it leaves."""

    ip: str | None = None
    rows: list[AccessLog] = field(default_factory=list)

    def write(self, result: int, *, refused: bool) -> None:
        """Writes the rows with what came of the request."""
        for row in self.rows:
            row.result, row.ip = result, self.ip
            row.action = AccessLog.Action.REFUSED if refused else row.action
        AccessLog.objects.bulk_create(self.rows)


_visit: ContextVar[Visit | None] = ContextVar("visit", default=None)


@contextmanager
def visiting(visit: Visit) -> Iterator[Visit]:
    """Within this block the rows wait for the visit's end."""
    token = _visit.set(visit)
    try:
        yield visit
    finally:
        _visit.reset(token)


def record(
    user: Any,
    action: str,
    what: str,
    *,
    case_number: str = "",
    shown: Iterable[str] = (),
    reason: str = "",
    standing: Standing | None = None,
) -> None:
    """One row: the user, as what they acted, what they did and with which case.

    `shown` are the numbers of the cases that stood in a list.
    """
    held = standing or Standing()
    row = AccessLog.of(user, held.unit)
    row.action, row.what, row.reason = action, what[:300], reason
    row.case_number, row.shown = case_number, list(shown)
    row.assignment, row.closed, row.protected = held.assignment, held.closed, held.protected
    visit = _visit.get()
    if visit is None:
        row.save()
    else:
        visit.rows.append(row)
