"""What a row of the register is: written once, ended by a date, withdrawn before it began."""

from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jobbtorg import clock
from jobbtorg.dated import Dated, DatedQuerySet


class RegisterQuerySet(DatedQuerySet):
    """Rows of the register; a withdrawn one holds on no day."""

    def on(self, day: date | None = None) -> Self:
        """The rows that hold on the day, today when none is given."""
        return super().on(day).filter(withdrawn_on=None)


def never_withdrawn_late(name: str) -> models.CheckConstraint:
    """A row is withdrawn before its first day; from then on it can only be ended."""
    return models.CheckConstraint(
        name=name, condition=Q(withdrawn_on=None) | Q(withdrawn_on__lt=F("valid_from"))
    )


class RegisterRow(Dated):
    """A row whose content never changes: a change is a new row, an end is a date."""

    withdrawn_on = models.DateField("återtagen", null=True, blank=True, editable=False)

    objects = RegisterQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Dated.Meta):
        abstract = True
        triggers = [
            *Dated.Meta.triggers,
            pgtrigger.ReadOnly(name="written_once", exclude=["valid_to", "withdrawn_on"]),
            pgtrigger.Protect(
                name="only_shortened",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.withdrawn_on IS NOT NULL OR COALESCE(NEW.valid_to, 'infinity')"
                    " > COALESCE(OLD.valid_to, 'infinity')"
                ),
            ),
        ]

    @property
    def version(self) -> int:
        """Which version of the row this is: what an administrator has seen when changing it."""
        return int(self.history.latest("history_id").history_id)  # type: ignore[attr-defined]

    def status(self, on: date | None = None) -> tuple[str, str]:
        """What the row is called on the day, and the tone of its tag."""
        day = on or clock.today()
        if self.withdrawn_on:
            return "Återtagen", "quiet"
        if self.valid_from > day:
            return "Kommande", "info"
        if self.valid_to and self.valid_to < day:
            return "Upphörd", "quiet"
        return ("Upphör", "warning") if self.valid_to else ("Gäller", "success")
