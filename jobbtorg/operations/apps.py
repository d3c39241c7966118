"""For the one on call: whether each part answers, what is measured, backup and restore."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "jobbtorg.operations"
    label = "operations"
    verbose_name = "Drift"
