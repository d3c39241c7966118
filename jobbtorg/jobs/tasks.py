"""What the worker and the beat do for long work."""

from celery import shared_task

from jobbtorg.jobs import running


@shared_task(acks_late=True, reject_on_worker_lost=True)
def carry_out(pk: int) -> None:
    """Carries out the work. The message holds its number alone, and may come twice."""
    running.run(pk)


@shared_task
def hand_on() -> None:
    """Hands on what a killed worker had under way, and what the queue has lost."""
    for pk in running.left_behind():
        carry_out.delay(pk)


@shared_task
def clear_old() -> None:
    """Takes away the files that are too old."""
    running.clear_old()
