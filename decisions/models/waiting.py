"""The letters that wait for something, one row each: found without reading those that are done.

Derived: PostgreSQL writes it by the triggers of decisions/waiting_triggers.py. G10, docs/adr/0030.
"""

from django.db import models

from decisions.models.decision import Letter


class WaitingLetter(models.Model):
    """A letter on the one list of Expediering that it is on, and the day it has waited since."""

    class List(models.TextChoices):
        TO_SEND = "att-skicka", "Att skicka"
        ANEW = "pa-nytt", "Att skicka på nytt"
        CONTROL = "kontrollmeddelande", "Kontrollmeddelande"
        UNKNOWN = "delfaende", "Utan känd delfåendedag"

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="waiting")
    list = models.CharField("lista", max_length=20, choices=List)
    since = models.DateField("sedan")

    class Meta:
        indexes = [models.Index(fields=["list", "since"], name="letters_on_a_list")]

    def __str__(self) -> str:
        return f"{self.get_list_display()} {self.since}"
