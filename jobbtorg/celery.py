"""Work in the background: Celery over Redis, its schedule in settings."""

import os
from importlib import import_module
from time import monotonic
from typing import Any

from celery import Celery
from celery.signals import (
    after_setup_logger,
    after_setup_task_logger,
    before_task_publish,
    task_postrun,
    task_prerun,
    worker_init,
)
from django.core.exceptions import ImproperlyConfigured
from prometheus_client import Histogram

from jobbtorg import request_id
from jobbtorg.redaction import JsonLines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")

app = Celery("jobbtorg")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

TASKS = Histogram(
    "jobbtorg_task_seconds",
    "How long tasks took, by name and how they ended",
    ["task", "state"],
    buckets=(0.1, 0.5, 1, 5, 15, 60, 300, 1800),
)
_under_way: dict[str, tuple[float, Any]] = {}


@after_setup_logger.connect
@after_setup_task_logger.connect
def as_json_lines(logger: Any, **_: Any) -> None:
    """The worker's own lines look as the web's, and go through the same net."""
    for handler in logger.handlers:
        handler.setFormatter(JsonLines())


@worker_init.connect
def right_database(**_: Any) -> None:
    """No worker of a real installation on a practice database, nor the other way."""
    try:
        import_module("jobbtorg.practice.mark").agrees()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error  # a mere error Celery would log, and go on


@before_task_publish.connect
def sent_along(headers: Any = None, **_: Any) -> None:
    """The number of the request goes with the task."""
    if isinstance(headers, dict) and request_id.current():
        headers["request_id"] = request_id.current()


@task_prerun.connect
def begun(task_id: str, task: Any, **_: Any) -> None:
    """The task is done for the request that asked for it, or for itself."""
    number = getattr(task.request, "request_id", None) or request_id.current() or task_id
    around = request_id.done_for(str(number)[:64])
    around.__enter__()
    _under_way[task_id] = monotonic(), around


@task_postrun.connect
def ended(task_id: str, task: Any, state: Any = None, **_: Any) -> None:
    """How long it took, and for whom no more."""
    since, around = _under_way.pop(task_id, (None, None))
    if since is not None and around is not None:
        around.__exit__(None, None, None)
        TASKS.labels(task.name, str(state)).observe(monotonic() - since)
