"""What the worker does for cases at night."""

from celery import shared_task

from cases.actions import name_on_case
from cases.models import Case


@shared_task
def name_new_chefs() -> None:
    """Names a unit's present enhetschef on its protected persons' open cases; twice is as once.

    Without it a case would be out of sight for everyone when its enhetschef is replaced, or, while
    it is hänskjutet, when the nämndsekreterare is.
    """
    for case in Case.objects.open().exclude(person__protection="").select_related("person"):
        name_on_case(case)
