"""Utlämnande och partsinsyn: requests, masked copies, what was given, and refusals."""

from importlib import import_module

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "Utlämnande"

    def ready(self) -> None:
        """Tells the long work how a masked copy is made."""
        import_module("disclosure.copy_job")
