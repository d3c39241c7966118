"""The person whom a case is about."""

from datetime import date

from django.db import models
from django.db.models import Q

from cases import personnummer
from jobbtorg import clock
from jobbtorg.history import Audited, audited


class Person(Audited):
    """One row per person and nämnd; the personnummer in twelve digits."""

    class Protection(models.TextChoices):
        NONE = "", "Nej"
        MARKED = "sekretessmarkering", "Sekretessmarkering"
        PROTECTED = "skyddad_folkbokforing", "Skyddad folkbokföring"
        ASSUMED = "fingerade", "Fingerade personuppgifter"

    personnummer = models.CharField("personnummer", max_length=12, unique=True)
    first_name = models.CharField("förnamn", max_length=100)
    last_name = models.CharField("efternamn", max_length=100)
    street = models.CharField("gatuadress", max_length=200, blank=True)
    postcode = models.CharField("postnummer", max_length=10, blank=True)
    city = models.CharField("ort", max_length=100, blank=True)
    protection = models.CharField(
        "skyddade personuppgifter", max_length=30, choices=Protection, blank=True, default=""
    )
    history = audited()

    class Meta(Audited.Meta):
        constraints = [
            models.CheckConstraint(
                name="personnummer_has_twelve_digits",
                condition=Q(personnummer__regex=r"^[0-9]{12}$"),
            ),
            models.CheckConstraint(
                name="protected_person_has_no_address_here",
                condition=Q(protection="") | Q(street="", postcode="", city=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def name(self) -> str:
        """First and last name."""
        return str(self)

    @property
    def is_protected(self) -> bool:
        """Whether only those named on the case may see it (law.md §9.4)."""
        return bool(self.protection)

    @property
    def protection_shown(self) -> str:
        """What the banner says; nothing for those without protection."""
        return self.get_protection_display() if self.is_protected else ""

    @property
    def formatted(self) -> str:
        """The personnummer as people write it: 20020215-2385."""
        return f"{self.personnummer[:8]}-{self.personnummer[8:]}"

    def age(self, on: date | None = None) -> int:
        """Full years on the day."""
        return personnummer.age(self.personnummer, on or clock.today())
