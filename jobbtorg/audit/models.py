"""The access log: append-only, without foreign keys to cases, so that it outlives them."""

from django.db import models

from jobbtorg import clock
from jobbtorg.history import append_only


class AccessLog(models.Model):
    """Who opened, searched, printed or was refused what, when, as whom and why."""

    class Action(models.TextChoices):
        READ = "las", "Läste"
        LIST = "lista", "Såg lista"
        SEARCH = "sok", "Sökte"
        PRINT = "utskrift", "Skrev ut"
        REFUSED = "nekad", "Nekades"

    at = models.DateTimeField("tid", default=clock.now, db_index=True)
    user = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    acting_as = models.CharField("funktion och enhet", max_length=300)
    action = models.CharField("åtgärd", max_length=20, choices=Action)
    what = models.CharField("vad", max_length=300)
    case_number = models.CharField("ärende", max_length=20, blank=True, db_index=True)
    reason = models.TextField("skäl", blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user} {self.get_action_display()} {self.what}"
