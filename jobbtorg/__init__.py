"""The project, and the ground that every app stands on."""

from jobbtorg.celery import app as celery_app

__all__ = ["celery_app"]
