"""What of an appeal is left to do in a closed case: it stays its unit's until then."""

from datetime import date
from typing import Any

from django.db.models import OuterRef

from appeals.models import Appeal
from cases.models.seeing import REMAINS


def remaining(day: date) -> Any:
    """The case's appeals that are not at their end on the day."""
    rows = Appeal.objects.remaining(day)
    return rows.filter(decision__application__case=OuterRef("pk")).order_by()


REMAINS.append(remaining)
