"""Utlämnande och partsinsyn: requests, masked copies, what was given, and refusals."""

from importlib import import_module

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "Utlämnande"

    def ready(self) -> None:
        """What waits stands beside its case."""
        import_module("disclosure.beside")
