"""Drops the months of the access log that are older than the rulebook says. Run as the owner."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from jobbtorg import clock
from jobbtorg.audit.retention import NotDropped, drop_before
from jobbtorg.rulebook.models import setting

LEAST = 5  # years: what the log is needed for may come to light late


class Command(BaseCommand):
    help = "Gallrar hela månader ur åtkomstloggen enligt inställningen logg_bevaras_ar."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each month; nothing is dropped that is not as it was sealed."""
        try:
            dropped = drop_before(years_back(clock.today(), kept_years()))
        except NotDropped as error:
            raise CommandError(f"Ingenting är gallrat: {error}") from error
        except ProgrammingError as error:
            raise CommandError(
                "Ingenting är gallrat: det gör bara den roll som äger tabellerna."
            ) from error
        for row in dropped:
            self.stdout.write(f"{row.table}: {row.told}")


def kept_years() -> int:
    """How many years the log is kept: never fewer than five, whatever the setting says."""
    return max(LEAST, int(setting("logg_bevaras_ar")))


def years_back(day: date, years: int) -> date:
    """The first day of the month that many years before."""
    return date(day.year - years, day.month, 1)
