"""manage.py load_demo: the demo city, in a demo and only there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from appeals.demo import let_them_come
from decisions.demo import city
from decisions.demo.days import Days
from decisions.demo.staff import PASSWORD, Staff
from followup.demo import carry_out
from followup.demo_deviations import load_deviations
from review.demo import let_them_read


def go_on(staff: Staff, days: Days) -> None:
    """What comes after the decisions: appeals, insatser, avvikelser, and who has read what."""
    let_them_come(staff, days)
    carry_out(staff, days)
    load_deviations(staff, days)
    let_them_read(staff)


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
        if city.load(options["cases"], more=go_on):
            self.stdout.write(
                f"Demostaden är laddad med {options['cases']} ärenden. "
                f"Lösenordet för alla konton är {PASSWORD}."
            )
