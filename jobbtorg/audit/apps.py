"""Who opened, printed and searched what; kept apart from the cases and outliving them."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "jobbtorg.audit"
    label = "audit"
    verbose_name = "Åtkomstlogg"
