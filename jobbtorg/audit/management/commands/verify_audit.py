"""Holds every row, letter and document against the chain. Ends with 1 where anything deviates."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobbtorg.audit.verifying import verify


class Command(BaseCommand):
    help = "Kontrollerar att ingenting har ändrats i efterhand, och säger vilken rad det gäller."

    def add_arguments(self, parser: CommandParser) -> None:
        """Lines that were printed by export_head, in a file."""
        parser.add_argument("--heads", type=Path, help="fil med utskrivna kontrollvärden")

    def handle(self, *args: Any, heads: Path | None = None, **options: Any) -> None:
        """One sentence for each deviation."""
        lines = heads.read_text(encoding="utf-8").splitlines() if heads else []
        check = verify([line for line in lines if line.strip()])
        for sentence in check.deviating:
            self.stdout.write(sentence)
        if check.deviating:
            self.stdout.write(f"{len(check.deviating)} avvikelser.")
            sys.exit(1)
        self.stdout.write(f"Allt stämmer: {check.checked} förseglade rader. {check.head}")
