"""Long work is a row: asked for, carried out by a worker, fetched by who asked."""

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobbtorg.jobs"
    label = "jobs"
    verbose_name = "Arbeten"

    def ready(self) -> None:
        """Registers what the head of every page says."""
        import_module("jobbtorg.jobs.menu")
