"""The app of the city of any size; only a command."""

from django.apps import AppConfig


class ScaleConfig(AppConfig):
    """jobbtorg.scale: seed_scale."""

    name = "jobbtorg.scale"
    label = "scale"
