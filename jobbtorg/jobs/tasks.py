"""What the worker and the beat do for long work."""

from celery import shared_task

from jobbtorg import clock
from jobbtorg.jobs import outbox, running
from jobbtorg.jobs.models import Heartbeat


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
def send_left() -> None:
    """Sends what the outbox holds still, since the queue was away."""
    outbox.send_left()


@shared_task
def show_life(queue: str) -> None:
    """Beat, queue, worker and database hang together."""
    Heartbeat.objects.update_or_create(queue=queue, defaults={"at": clock.now()})


@shared_task
def clear_old() -> None:
    """Takes away the files that are too old."""
    running.clear_old()
