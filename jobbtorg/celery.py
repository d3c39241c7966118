"""Work in the background: Celery over Redis, its schedule in settings."""

import os
from typing import Any

from celery import Celery
from celery.signals import after_setup_logger, after_setup_task_logger

from jobbtorg.redaction import Formatter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")

app = Celery("jobbtorg")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@after_setup_logger.connect
@after_setup_task_logger.connect
def without_persons(logger: Any, format: str, **_: Any) -> None:
    """The worker's own lines go through the same net as the web's."""
    for handler in logger.handlers:
        handler.setFormatter(Formatter(format))
