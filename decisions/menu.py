"""What the menu counts: what the latest check of history and log has found."""

from jobbtorg.audit.models import AuditCheck
from jobbtorg.organisation.models import User
from jobbtorg.ui.context import COUNTS


def deviations(_: User) -> int:
    """How many places deviated at the latest check."""
    latest = AuditCheck.objects.first()
    return len(latest.deviating) if latest else 0


COUNTS["audit_checks"] = (deviations, "avvikelser")
