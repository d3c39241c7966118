"""Everything of value in a directory of its own. Run as the owner of the tables."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobbtorg.operations.keeping import Unfit, back_up


class Command(BaseCommand):
    help = "Säkerhetskopierar databas och handlingar till en ny katalog, med kontrollsummor."

    def add_arguments(self, parser: CommandParser) -> None:
        """The directory, new or empty."""
        parser.add_argument("directory", type=Path, metavar="KATALOG")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        """What was kept, and the chain's head."""
        os.umask(0o077)
        try:
            manifest = back_up(directory)
        except (Unfit, OSError) as error:
            raise CommandError(str(error)) from error
        count = len(manifest["documents"])
        self.stdout.write(f"Säkerhetskopian är klar i {directory}: databasen och {count} filer.")
        for head in manifest["heads"]:
            self.stdout.write(f"Kontrollvärde: {head}")
