"""manage.py seed_scale: a city of any size, in a practice environment and only there."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cases.models import Case
from decisions.demo.city import CASES
from jobbtorg.audit import sealing
from jobbtorg.scale.checks import breaks
from jobbtorg.scale.city import grow

MOST = 5_000_000  # a year's series of temporary numbers has seven digits


class Command(BaseCommand):
    """Loads the demo city, whose cases the acts have made, and copies them."""

    help = "Fyller en tom övningsdatabas med en stad av så många ärenden. Kräver DEMO=1."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many cases, how often each has been opened, and what is done beside."""
        parser.add_argument("--cases", type=int, required=True, help="Antal ärenden.")
        parser.add_argument("--moulds", type=int, default=CASES, help="Ärenden i demostaden.")
        parser.add_argument("--looks", type=int, default=10, help="Rader i loggen per ärende.")
        parser.add_argument("--workers", type=int, default=2, help="Samtidiga uppkopplingar.")
        parser.add_argument("--seal", action="store_true", help="Försegla raderna efteråt.")
        parser.add_argument("--check", action="store_true", help="Pröva varje nyckel och historik.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses what is not a practice database, or already as large."""
        self._refuse(options)
        call_command("load_demo", cases=options["moulds"], stdout=self.stdout)
        there = Case.objects.count()
        if there >= options["cases"]:
            raise CommandError(f"Databasen har redan {there} ärenden.")
        begun = time.monotonic()
        grow(
            options["cases"],
            looks=options["looks"],
            workers=options["workers"],
            tell=self.stdout.write,
        )
        self.stdout.write(f"{options['cases']} ärenden på {time.monotonic() - begun:.0f} s.")
        if options["seal"]:
            self.stdout.write(f"{sealing.seal()} rader är förseglade.")
        if options["check"]:
            self._check()

    def _refuse(self, options: dict[str, Any]) -> None:
        if not settings.DEMO:
            raise CommandError("En stad fylls bara i en övningsmiljö: sätt DEMO=1.")
        if not 1 <= options["cases"] <= MOST:
            raise CommandError(f"--cases ska vara mellan 1 och {MOST}.")
        if not 9 <= options["moulds"] <= 1000:
            raise CommandError("--moulds ska vara mellan 9 och 1000.")
        if not 0 <= options["looks"] <= 1000:
            raise CommandError("--looks ska vara mellan 0 och 1000.")
        if not 1 <= options["workers"] <= 16:
            raise CommandError("--workers ska vara mellan 1 och 16.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if not cursor.fetchone()[0]:
                raise CommandError("Kör som databasens ägare: triggrarna ställs åt sidan.")

    def _check(self) -> None:
        found = list(breaks())
        if found:
            raise CommandError("\n".join(found[:50]))
        self.stdout.write("Alla nycklar, all historik och alla handlingar stämmer.")
