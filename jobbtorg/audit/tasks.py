"""What the worker does for the audit: seals, makes the log's months, and checks at night."""

from celery import shared_task

from jobbtorg.audit import months, sealing, verifying


@shared_task
def seal() -> None:
    """Seals what has been written since last time; twice is as once."""
    sealing.seal()


@shared_task
def make_months() -> None:
    """The log's months to come; those that are there are left."""
    months.make()


@shared_task
def verify_audit() -> None:
    """The night's check of every table; letters and files have checks of their own."""
    sealing.seal()
    verifying.verify(beside=False)
