"""Holds what is kept of the unreported decisions against the rows of law. docs/adr/0030."""

from typing import Any

from django.db import connection
from django.db.models import Q

from decisions.models import Decision
from decisions.unreported_triggers import ALL

REPORTED = """
    DELETE FROM decisions_unreporteddecision k USING decisions_decision d
    WHERE d.id = k.decision_id AND (d.decided_by_id IS NULL
    OR EXISTS (SELECT 1 FROM decisions_reportrow r WHERE r.decision_id = d.id)
    OR EXISTS (SELECT 1 FROM decisions_specialminute m WHERE m.decision_id = d.id))
"""


def untrue() -> Any:
    """The decisions of which something else is kept than the rows of law say."""
    done = Q(report_row__isnull=False) | Q(minute__isnull=False) | Q(decided_by=None)
    return Decision.objects.filter(~done & Q(unreported=None) | done & Q(unreported__isnull=False))


def put_right() -> None:
    """Keeps what the rows of law say; what is true already is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute(REPORTED)
        cursor.execute(f"{ALL} ON CONFLICT DO NOTHING")
