"""Makes the role that reads the schema `analys`. Run by who may make roles: docs/operations.md."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from followup.analysis import schema


class Command(BaseCommand):
    help = "Skapar rollen jobbtorg_analys, som läser vyerna i schemat analys och inget annat."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """The role and what it reads; done twice it is as done once."""
        if not schema.role_exists():
            schema.run(schema.role_made())
        schema.run(*schema.granted())
        self.stdout.write(f"Rollen {schema.ROLE} läser vyerna i schemat {schema.SCHEMA}.")
