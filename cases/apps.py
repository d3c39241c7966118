"""Aktualisera and utreda: person, application, case, investigation, journal."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Ärenden"
