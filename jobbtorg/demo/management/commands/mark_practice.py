"""manage.py mark_practice: the mark of a practice database, once, by its owner, before its use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from decisions.demo.city import CASES
from jobbtorg.practice import mark


class Command(BaseCommand):
    """Marks the database; a second time changes nothing."""

    help = "Märker en ny databas som övningsmiljö. Kräver DEMO=1 och databasens ägare."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many cases the city has."""
        parser.add_argument("--cases", type=int, default=CASES, help="Antal ärenden i staden.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses outside of a practice installation, and a database that has been used."""
        if not settings.DEMO:
            raise CommandError("En databas märks bara som övningsmiljö med DEMO=1.")
        try:
            mark.mark(options["cases"])
        except DatabaseError as error:
            raise CommandError(
                "Databasen kan inte bli en övningsmiljö. Det kan bara en ny databas, som ingen "
                "har loggat in i, och bara dess ägare kan märka den. Skapa en ny databas."
            ) from error
