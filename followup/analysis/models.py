"""The secret that pseudonyms are made with."""

from django.db import models
from django.db.models import Q

from jobbtorg import clock
from jobbtorg.history import append_only


class Salt(models.Model):
    """One row, made by chance once. The role that reads the views cannot read it.

    Without it no pseudonym can be counted out from a key or a case number. Were it changed, all
    pseudonyms would be others, and figures of one year could not be followed into the next.
    """

    secret = models.BinaryField("hemlighet")
    made_at = models.DateTimeField("skapad", default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(name="one_salt", condition=Q(pk=1))]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"skapad {self.made_at:%Y-%m-%d}"
