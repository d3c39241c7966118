"""Utkast that are left lying: a shadow journal is what nobody but the writer can read.

Each is a deadline of its writer's, three working days after it was last kept. users.md §4.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from cases.models import Case, Draft, Part
from cases.upcoming import Due, own_source
from jobbtorg import clock
from jobbtorg.deadlines import working_days_after
from jobbtorg.organisation.models import User

WORKING_DAYS = 3
NEW = "ny-ansokan"  # begins what a draft of a new application is kept under
PAGES = {"anteckning": ("anteckning", "note_new"), "beslut": ("beslut", "decide")}


@own_source
def lying(user: User, cases: Any) -> Iterator[Due]:
    """The user's own alone: nobody else knows of them, and nobody else is told."""
    rows = Draft.objects.filter(user=user).filter(
        Q(case__in=cases.values("pk")) | Q(case=None, form__startswith=NEW)
    )
    for row in rows.select_related("case__person", "case__coach", "case__unit"):
        what, url = _what_and_where(row.case, row.form)
        day = working_days_after(clock.day_of(row.saved_at), WORKING_DAYS)
        label = f"Gör klart eller släng utkastet: {what}"
        yield Due(day, "Utkast", label, row.case, url, str(user), True)


def _what_and_where(case: Case | None, form: str) -> tuple[str, str]:
    """What is being written, and the page to go on with it; else the case's own page."""
    if case is None:
        return "ny ansökan", reverse("register")
    if form in Part.Name.values:
        return Part.Name(form).label, reverse("part", args=[case.slug, form])
    what, page = PAGES.get(form, ("text i ärendet", "case"))
    return what, reverse(page, args=[case.slug])
