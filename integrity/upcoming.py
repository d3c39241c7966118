"""What the check has found in a unit's cases stands among its frister: it was due at once."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from cases.steps import is_chef_at
from cases.upcoming import Due, source
from integrity.checks import CHECKS
from integrity.models import Fault
from jobbtorg import clock
from jobbtorg.organisation.models import Function, User


@source
def faults(user: User, cases: Any) -> Iterator[Due]:
    """Those that the chefs answer for."""
    rows = Fault.objects.standing().filter(answers=Function.ENHETSCHEF, promise__in=CHECKS)
    rows = rows.filter(case__in=cases.values("pk"))
    for row in rows.select_related("case__person", "case__coach", "case__unit"):
        assert row.case is not None
        who = f"Chefer, {row.case.unit}"
        day, where = clock.day_of(row.found_at), reverse("faults")
        told = (CHECKS[row.promise].title, row.case, where, who, is_chef_at(user, row.case))
        yield Due(day, "Att rätta till", *told)
