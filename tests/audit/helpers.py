"""What the tests of the audit share: the two roles, and a database owner who does as he likes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jobbtorg.audit import sealing
from jobbtorg.audit.models import AuditCheck
from jobbtorg.audit.months import ROLE
from jobbtorg.audit.tables import chained
from jobbtorg.audit.verifying import verify
from tests.cases.helpers import in_days, sql


@contextmanager
def as_application() -> Iterator[None]:
    """Within this block the connection has the rights of the application's role.

    An error takes the role away with its transaction.
    """
    sql(f"SET ROLE {ROLE}")
    yield
    sql("RESET ROLE")


def as_owner(statement: str, *values: Any) -> None:
    """What a database owner does past every trigger and constraint."""
    sql("SET session_replication_role = replica")
    sql(statement, *values)
    sql("SET session_replication_role = origin")


def sealed(write: Any) -> None:
    """Runs with something new in each, until what the first one sealed is settled.

    Three are enough when nobody else writes; what other tests have under way is waited for.
    """
    for days in range(300):
        with in_days(days):
            write()
            sealing.seal()
        if days > 1 and any(sealing.settled_key(table.name) for table in chained()):
            return
        time.sleep(0.2 if days > 1 else 0)
    raise AssertionError("Något har pågått i en minut.")


def told() -> list[str]:
    """What the check says now."""
    check: AuditCheck = verify(beside=False)
    return list(check.deviating)
