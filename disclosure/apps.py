"""Utlämnande och partsinsyn: requests, masked copies, what was given, and refusals."""

from importlib import import_module

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "Utlämnande"

    def ready(self) -> None:
        """Tells the long work how a masked copy is made, and what stands beside a case."""
        import_module("disclosure.beside")
        import_module("disclosure.copy_job")
