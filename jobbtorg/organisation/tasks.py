"""Housekeeping that beat starts at night."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Removes the sessions that have ended; doing it twice changes nothing."""
    call_command("clearsessions")
