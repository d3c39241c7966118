"""The access log and the chain that shows when it, or any history, has been changed.

Both are append-only. The log has no foreign keys to cases, so that it outlives them; in PostgreSQL
it is a table of months (docs/adr/0023).
"""

import hashlib
import json
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from jobbtorg import clock
from jobbtorg.history import append_only

PROTECTED = "Skyddat ärende"


class AccessLogQuerySet(models.QuerySet):
    """AccessLog.objects."""

    def about(self, number: str) -> Self:
        """Every look at the case: its pages, and the lists and searches that it stood in."""
        return self.filter(Q(case_number=number) | Q(shown__contains=[number]))

    def looks(self) -> Self:
        """The rows in which one case was opened, printed or exported."""
        opened = ("las", "utskrift", "export")
        return self.filter(action__in=opened).exclude(case_number="")


class AccessLog(models.Model):
    """Who opened, searched, printed or was refused what, when, as whom and why."""

    class Action(models.TextChoices):
        READ = "las", "Läste"
        LIST = "lista", "Såg lista"
        SEARCH = "sok", "Sökte"
        PRINT = "utskrift", "Skrev ut"
        EXPORT = "export", "Exporterade"
        LOG = "logg", "Läste loggen"
        REFUSED = "nekad", "Nekades"

    class Assignment(models.TextChoices):
        """What the reader had to do with the case when it was read."""

        COACH = "coach", "Ärendets coach"
        SUBSTITUTE = "ersattare", "Ersätter den som är borta"
        CHEF = "chef", "Chef på enheten"
        NAMED = "namngiven", "Namngiven på ärendet"
        NAMND = "namnd", "Nämndsekreterare"
        REGISTRATOR = "registrator", "Registrator"
        REASON = "skal", "Öppnat med skäl"
        UNIT = "enhet", "På enheten, utan uppdrag i ärendet"
        NONE = "ingen", "Inget uppdrag"

    at = models.DateTimeField("tid", default=clock.now, db_index=True)
    user = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    acting_as = models.CharField("funktion och enhet", max_length=300)
    unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField("åtgärd", max_length=20, choices=Action)
    what = models.CharField("vad", max_length=300)
    case_number = models.CharField("ärende", max_length=20, blank=True, db_index=True)
    shown = ArrayField(models.CharField(max_length=20), verbose_name="visade", default=list)
    reason = models.TextField("skäl", blank=True)
    assignment = models.CharField("uppdrag", max_length=20, choices=Assignment, blank=True)
    closed = models.BooleanField("ärendet var avslutat", default=False)
    protected = models.BooleanField("skyddade personuppgifter", default=False)
    result = models.PositiveSmallIntegerField("svar", null=True, blank=True)
    ip = models.GenericIPAddressField("ip-adress", null=True, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "at"], name="log_of_a_unit"),
            GinIndex(fields=["shown"], name="log_of_lists"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user} {self.get_action_display()} {self.what}"

    @property
    def about(self) -> str:
        """The case as who reviews the log sees it: a protected one's number would tell its unit."""
        hidden = self.protected or getattr(self, "hidden", False)
        return PROTECTED if hidden and self.case_number else self.case_number

    @classmethod
    def of(cls, user: Any, near: int | None = None) -> "AccessLog":
        """A row of the user's, with function and unit as they are now.

        Who has several is at the unit that the case is at, else where they have been longest.
        """
        units = [role.unit_id for role in user.roles()]
        unit = near if near in units else next(iter(units), None)
        return cls(user=user, acting_as=user.acting_as()[:300], unit_id=unit)


class Seal(models.Model):
    """Rows of one table that were written once, with what each of them hashes to.

    Its own hash is of all that it says and of the seal before it: whoever changes a row, a seal or
    their order must change every later seal too, and the last one is printed.
    """

    class Kind(models.TextChoices):
        SEALED = "forseglad", "Förseglade rader"
        DROPPED = "gallrad", "Gallrad månad"

    number = models.PositiveBigIntegerField("nummer", unique=True)
    kind = models.CharField("slag", max_length=10, choices=Kind, default=Kind.SEALED)
    sealed_at = models.DateTimeField("tid")
    table = models.CharField("tabell", max_length=63, db_index=True)
    columns = ArrayField(models.CharField(max_length=63), verbose_name="kolumner")
    keys = ArrayField(models.BigIntegerField(), verbose_name="radernas nycklar")
    leaves = ArrayField(models.BinaryField(), verbose_name="radernas kontrollsummor")
    last_key = models.BigIntegerField("högsta nyckel")
    oldest = models.BigIntegerField("äldsta transaktion som pågick")
    horizon = models.BigIntegerField("första transaktion som inte hade börjat")
    told = models.TextField("anmärkning", blank=True)
    previous = models.CharField("föregående kontrollvärde", max_length=64, unique=True, blank=True)
    hash = models.CharField("kontrollvärde", max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"försegling {self.number}: {self.table}"

    def hashed(self) -> str:
        """What it hashes to, as it stands now."""
        leaves = hashlib.sha256(b"".join(bytes(leaf) for leaf in self.leaves)).hexdigest()
        said: list[Any] = [
            self.number, self.kind, self.sealed_at.isoformat(), self.table, self.columns,
            self.keys, leaves, self.last_key, self.oldest, self.horizon, self.told, self.previous,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def head(self) -> str:
        """The line that is printed and kept where nobody who runs the database can change it."""
        moment = self.sealed_at.astimezone(clock.STOCKHOLM)
        return f"{moment:%Y-%m-%d %H:%M} {self.number} {self.hash}"


class AuditCheck(models.Model):
    """One run of the check: how many rows were held against the chain, and what deviated."""

    checked_at = models.DateTimeField("tid")
    checked = models.PositiveBigIntegerField("kontrollerade rader")
    deviating = models.JSONField("avvikelser", default=list)
    head = models.CharField("kontrollvärde", max_length=200, blank=True)

    class Meta:
        ordering = ["-checked_at", "-pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d}: {self.checked} rader"
