"""Besluta: the decision with its rulings, and its letter."""

from importlib import import_module

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "Beslut"

    def ready(self) -> None:
        """Registers the kinds of long work, what the menu counts, and what the audit checks."""
        import_module("decisions.letter_jobs")
        import_module("decisions.report_jobs")
        import_module("decisions.menu")
        import_module("decisions.verifying")
