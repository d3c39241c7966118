"""What the worker does for cases: at night, and for notes every quarter of an hour."""

from celery import shared_task

from cases.actions import name_on_case
from cases.models import Case, Note
from cases.notes import sign_overdue


@shared_task
def name_new_chefs() -> None:
    """Names a unit's present enhetschef on its protected persons' open cases; twice is as once.

    Without it a case would be out of sight for everyone when its enhetschef is replaced, or, while
    it is hänskjutet, when the nämndsekreterare is.
    """
    for case in Case.objects.open().exclude(person__protection="").select_related("person"):
        name_on_case(case)


@shared_task
def sign_overdue_notes() -> None:
    """Signs the notes that have locked themselves; it catches up, and twice is as once."""
    for pk in Note.objects.overdue().values_list("pk", flat=True):
        sign_overdue(pk)
