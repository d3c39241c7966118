"""manage.py load_base: units, delegation register and rulebook."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from jobbtorg.organisation import fixtures as organisation
from jobbtorg.rulebook import fixtures as rulebook


class Command(BaseCommand):
    """Loads what every installation begins with; a second time changes nothing."""

    help = "Laddar enheter, delegationsregister och regelverk. Kan köras flera gånger."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing."""
        organisation.load()
        rulebook.load()
