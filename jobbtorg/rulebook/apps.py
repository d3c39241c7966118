"""What changes by decision, not by release: law, guidelines, forms, code lists, letter texts."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "jobbtorg.rulebook"
    label = "rulebook"
    verbose_name = "Regelverk"
