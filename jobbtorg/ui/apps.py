"""What every page shares: form renderer, template tags, static files, sign-in."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jobbtorg.ui"
    label = "ui"
    verbose_name = "Gränssnitt"
