"""Prints the day's head: the line that is kept where nobody who runs the database can change it."""

from typing import Any

from django.core.management.base import BaseCommand

from jobbtorg.audit import sealing


class Command(BaseCommand):
    help = "Förseglar det som är nytt och skriver ut dagens kontrollvärde, en rad."

    def handle(self, *args: Any, **options: Any) -> None:
        """Day and time, the seal's number, its hash."""
        sealing.seal()
        for row in sealing.heads(1):
            self.stdout.write(row.head)
