"""Överklagande: from the arrival of an appeal to the judgment."""

from importlib import import_module

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"
    verbose_name = "Överklaganden"

    def ready(self) -> None:
        """Tells what falls due, and how the file for the court is made."""
        import_module("appeals.court_file")
        import_module("appeals.upcoming")
