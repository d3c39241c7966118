"""What the worker does for the figures: counts what was touched, so that no reader waits for it."""

from celery import shared_task

from followup.figures.counting import count_all


@shared_task
def count_figures() -> None:
    """Counts each case that was touched anew; twice is as once."""
    count_all()
