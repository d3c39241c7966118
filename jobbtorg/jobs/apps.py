"""Long work is a row: asked for, carried out by a worker, fetched by who asked."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobbtorg.jobs"
    label = "jobs"
    verbose_name = "Arbeten"
