"""The delegated decisions that no list holds yet, one row each: those reported are never read.

Derived: PostgreSQL writes it by the triggers of decisions/unreported_triggers.py. docs/adr/0030.
"""

from django.db import models

from decisions.models.decision import Decision
from jobbtorg.organisation.models import Unit


class UnreportedDecision(models.Model):
    """A delegate's decision that stands in no list and is not minuted by itself. KL 7 kap. 8 §."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="unreported")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decided_on = models.DateField("beslutsdag")
    decided_at = models.DateTimeField("tidpunkt")

    class Meta:
        indexes = [
            models.Index(fields=["decided_on", "decided_at", "decision"], name="unreported_oldest")
        ]

    def __str__(self) -> str:
        return f"{self.decided_on}"
