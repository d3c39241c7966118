"""Utlämnande och partsinsyn: requests, masked copies, what was given, and refusals."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "Utlämnande"
