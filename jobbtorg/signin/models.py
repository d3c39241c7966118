"""What is kept of sign-ins: every try, and each local account's second factor."""

import pgtrigger
from django.db import models
from django.db.models import Q

from jobbtorg import clock
from jobbtorg.history import Audited, append_only, audited
from jobbtorg.organisation.models import User


class SecondFactor(Audited):
    """A device that shows one-time codes for a local account (RFC 6238); one at a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="second_factors")
    sealed = models.TextField("förseglad hemlighet")
    made_at = models.DateTimeField("tillagd", default=clock.now)
    ended_at = models.DateTimeField("borttagen", null=True, blank=True)
    history = audited()

    class Meta(Audited.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="second_factor_one_at_a_time"
            )
        ]
        triggers = [
            *Audited.Meta.triggers,
            pgtrigger.ReadOnly(name="stays_what_it_is", fields=["user", "sealed", "made_at"]),
            pgtrigger.Protect(
                name="ended_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"engångskoder för {self.user}"


class RecoveryCode(models.Model):
    """A code to be used once, when the device is not at hand: kept as its hash."""

    factor = models.ForeignKey(SecondFactor, models.PROTECT, related_name="recovery_codes")
    hashed = models.CharField("kontrollsumma", max_length=64)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["factor", "hashed"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"reservkod för {self.factor.user}"


class Way(models.TextChoices):
    """How somebody tried to come in."""

    PASSWORD = "losenord", "Lösenord"
    CODE = "engangskod", "Engångskod"
    RECOVERY = "reservkod", "Reservkod"
    CITY = "staden", "Stadens inloggning"
    DEMO = "ovning", "Övningsmiljön"
    KEEPER = "administrator", "Administratör"


class Outcome(models.TextChoices):
    """What came of it."""

    IN = "inloggad", "Inloggad"
    PASSED = "ratt", "Rätt, nästa steg återstår"
    WRONG = "fel", "Stämde inte"
    LOCKED = "last", "Låst, inte prövat"
    REFUSED = "nekad", "Nekad"
    UNLOCKED = "upplast", "Upplåst"
    RESET = "borttagen", "Engångskoderna borttagna"
    OUT = "utloggad", "Utloggad"


class SignInEvent(models.Model):
    """One try to sign in and what came of it, or what an administrator did about an account.

    What was typed as user name is never kept, since it may be a password: only a keyed hash, so
    that tries for one name can be counted whether or not there is such an account.
    """

    at = models.DateTimeField("tid", default=clock.now)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="sign_ins", verbose_name="konto"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    name_key = models.CharField("nyckel för namnet", max_length=64, blank=True)
    address = models.GenericIPAddressField("adress", null=True, blank=True)
    way = models.CharField("sätt", max_length=20, choices=Way)
    outcome = models.CharField("utfall", max_length=20, choices=Outcome)
    reason = models.CharField("skäl", max_length=200, blank=True)
    factor = models.ForeignKey(
        SecondFactor, models.PROTECT, null=True, blank=True, related_name="+"
    )
    step = models.BigIntegerField("kodens steg", null=True, blank=True)
    recovery = models.OneToOneField(
        RecoveryCode, models.PROTECT, null=True, blank=True, related_name="used_in"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = [append_only()]
        indexes = [
            models.Index(fields=["name_key", "at"], name="sign_in_by_name"),
            models.Index(fields=["address", "at"], name="sign_in_by_address"),
            models.Index(fields=["user", "at"], name="sign_in_by_user"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["factor", "step"], name="one_time_code_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_way_display()}: {self.get_outcome_display()}"
