"""manage.py load_demo: the demo city, in a practice database and only there."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from decisions.demo import city
from decisions.demo.staff import PASSWORD
from jobbtorg.demo.loading import go_on
from jobbtorg.organisation.models import User


class Command(BaseCommand):
    """Loads the demo city the first time; a second time changes nothing."""

    help = "Laddar demostaden om databasen inte har några ärenden. Kräver DEMO=1."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many cases."""
        parser.add_argument("--cases", type=int, default=city.CASES, help="Antal ärenden.")

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing; a database that nobody has used is marked first."""
        if not settings.DEMO:
            raise CommandError("Demostaden laddas bara i en övningsmiljö: sätt DEMO=1.")
        if not User.objects.exists():
            call_command("mark_practice", cases=options["cases"])
        if city.load(options["cases"], more=go_on):
            self.stdout.write(
                f"Demostaden är laddad med {options['cases']} ärenden. "
                f"Lösenordet för alla konton är {PASSWORD}."
            )
