"""Aktualisera and utreda: person, application, case, investigation, documents, journal."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Ärenden"

    def ready(self) -> None:
        """Registers the checks, the calendar's days, and what the menu counts."""
        import_module("cases.calendar")
        import_module("cases.checks")
        import_module("cases.lying_drafts")
        import_module("cases.menu")
