"""Asks every promise now, files included. Ends with 1 where something is to be put right."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cases import scanning
from decisions.tasks import verify_letters
from integrity.checks import CHECKS
from integrity.running import run


class Command(BaseCommand):
    help = "Kontrollerar att allt är som det ska, och säger vad som ska rättas och av vem."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each fault that stands."""
        scanning.verify()
        verify_letters()
        outcome = run()
        for row in outcome.standing:
            number = f" ({row.case.number})" if row.case else ""
            whose = row.get_answers_display()
            title = CHECKS[row.promise].title if row.promise in CHECKS else row.promise
            self.stdout.write(f"{title}: {row.sentence}{number} Rättas av: {whose}.")
        counts = f"{outcome.new} nya, {outcome.put_right} rättade sedan förra kontrollen."
        self.stdout.write(f"{len(outcome.standing)} att rätta till. {counts}")
        if outcome.standing:
            sys.exit(1)
