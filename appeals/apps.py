"""Överklagande: from the arrival of an appeal to the judgment."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"
    verbose_name = "Överklaganden"
