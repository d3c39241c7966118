"""To ask for a reset: the act behind the button."""

from django.db import transaction

from jobbtorg.acts import act, refuse
from jobbtorg.demo.rules import against_resetting
from jobbtorg.demo.tasks import reset
from jobbtorg.jobs import outbox
from jobbtorg.organisation.models import User
from jobbtorg.practice import progress


@act
def ask_for_reset(*, by: User) -> None:
    """Has a worker bring the city back. Raises RuleBroken where that may not be."""
    refuse(against_resetting())
    outbox.post(reset, by.pk)
    transaction.on_commit(progress.asked)
