"""Att rätta till: what the night's check finds that ought not to be, and whose it is."""

from importlib import import_module

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "integrity"
    verbose_name = "Att rätta till"

    def ready(self) -> None:
        """Registers what the menu counts, and what stands among the frister."""
        import_module("integrity.menu")
        import_module("integrity.upcoming")
