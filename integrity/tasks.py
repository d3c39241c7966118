"""What the worker does at night: asks whether everything is as it ought to be."""

from celery import shared_task

from integrity.running import run


@shared_task
def check_integrity() -> None:
    """After the checks of letters and documents, whose outcome it reads; twice is as once."""
    run()
