"""Who opened, printed and searched what; kept apart from the cases and outliving them."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from jobbtorg.migrating import applied


class AuditConfig(AppConfig):
    name = "jobbtorg.audit"
    label = "audit"
    verbose_name = "Åtkomstlogg"

    def ready(self) -> None:
        """After a migration the log has its months, and the application's role its rights."""
        grants = import_module("jobbtorg.audit.grants")
        post_migrate.connect(grants.after_migrating, sender=self)
        applied.connect(grants.after_each)
