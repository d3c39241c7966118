"""Writes the access log. Lag (2001:454) 10 §: documented access, no switch turns it off."""

from typing import Any

from jobbtorg.audit.models import AccessLog


def record(user: Any, action: str, what: str, *, case_number: str = "", reason: str = "") -> None:
    """One row: the user, as what they acted, what they did and with which case."""
    AccessLog.objects.create(
        user=user,
        acting_as=user.acting_as(),
        action=action,
        what=what[:300],
        case_number=case_number,
        reason=reason,
    )
