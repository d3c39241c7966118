"""The mark of a practice installation, and its reset."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "jobbtorg.practice"
    label = "practice"
    verbose_name = "Övningsmiljö"
