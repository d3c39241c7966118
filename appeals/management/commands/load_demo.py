"""manage.py load_demo: the demo city, in a demo and only there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from appeals.demo import let_them_come
from decisions.demo import city
from decisions.demo.staff import PASSWORD


class Command(BaseCommand):
    """Loads the demo city the first time; a second time changes nothing."""

    help = "Laddar demostaden om databasen inte har några ärenden. Kräver DEMO=1."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many cases."""
        parser.add_argument("--cases", type=int, default=city.CASES, help="Antal ärenden.")

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing."""
        if not settings.DEMO:
            raise CommandError("Demostaden laddas bara i en övningsmiljö: sätt DEMO=1.")
        if city.load(options["cases"], more=let_them_come):
            self.stdout.write(
                f"Demostaden är laddad med {options['cases']} ärenden. "
                f"Lösenordet för alla konton är {PASSWORD}."
            )
