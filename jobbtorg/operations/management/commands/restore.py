"""A backup into an empty database, and then the proof that it is what was kept."""

import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobbtorg.audit.verifying import verify
from jobbtorg.operations.keeping import Unfit, restore


class Command(BaseCommand):
    help = "Återläser en säkerhetskopia till en tom databas och prövar att allt är som det var."

    def add_arguments(self, parser: CommandParser) -> None:
        """The directory that backup wrote."""
        parser.add_argument("directory", type=Path, metavar="KATALOG")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        """Ends with 1 where anything is not as it was sealed."""
        try:
            manifest = restore(directory)
        except (Unfit, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("create_app_role", stdout=self.stdout)
        check = verify(manifest["heads"])
        for sentence in check.deviating:
            self.stdout.write(sentence)
        if check.deviating:
            self.stdout.write(f"{len(check.deviating)} avvikelser.")
            sys.exit(1)
        count = len(manifest["documents"])
        self.stdout.write(f"Återläst: {check.checked} förseglade rader och {count} filer stämmer.")
