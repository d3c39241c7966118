"""What the menu counts: what the latest check of history and log has found."""

from typing import Any

from django.db.models import F, Func, IntegerField

from jobbtorg.audit.models import AuditCheck
from jobbtorg.ui.context import COUNTS
from jobbtorg.ui.waiting import WAITING, Waiting


def _deviating(_: int, __: list[int]) -> Any:
    places = Func(F("deviating"), function="jsonb_array_length", output_field=IntegerField())
    return AuditCheck.objects.values(n=places)[:1]


WAITING["deviating"] = Waiting(_deviating)
COUNTS["audit_checks"] = (lambda _, there: there["deviating"], "avvikelser")
