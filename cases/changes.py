"""The history of a case in words: which value was changed from what to what."""

from typing import Any

from django.db.models import Model

from cases.models import Case, Investigation
from jobbtorg.changes import changes_of_rows


def changes_of(case: Case) -> list[dict[str, Any]]:
    """Every change of the case, its person and its investigation, newest first."""
    rows: list[Any] = [case, case.person]
    investigation = Investigation.objects.filter(application__case=case).last()
    if investigation:
        rows += _parts(investigation)
    return changes_of_rows(rows)


def _parts(investigation: Investigation) -> list[Model]:
    """The rows that make up the investigation."""
    single = (getattr(investigation, name, None) for name in ("af", "summary"))
    return [
        investigation,
        *investigation.criteria.select_related("criterion"),
        *investigation.answers.select_related("question"),
        *(row for row in single if row is not None),
    ]
