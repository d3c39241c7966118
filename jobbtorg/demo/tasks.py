"""What a worker does with the practice city."""

from celery import shared_task

from jobbtorg.demo import resetting


@shared_task
def reset(asked_by: int) -> None:
    """Brings the city back for that user; the message holds their key alone and may come twice."""
    resetting.reset(asked_by)
