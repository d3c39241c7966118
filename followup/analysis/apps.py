"""Pseudonymised views for analysis, made anew after every migration."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from jobbtorg.migrating import gave_up


class AnalysisConfig(AppConfig):
    name = "followup.analysis"
    label = "analysis"
    verbose_name = "Analysvyer"

    def ready(self) -> None:
        """The views step aside for a migration: PostgreSQL changes no column that a view reads."""
        schema = import_module("followup.analysis.schema")
        pre_migrate.connect(schema.before_migrating, sender=self)
        post_migrate.connect(schema.after_migrating, sender=self)
        gave_up.connect(schema.put_back)
