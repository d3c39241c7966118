"""The person whom a case is about, and who represents them."""

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Upper

from cases import personnummer
from jobbtorg import clock
from jobbtorg.dated import Dated, ordered_days
from jobbtorg.history import Audited, audited

# A space before each name, so that what begins a name is found by what follows a space.
SPELT = Upper(Concat(Value(" "), "first_name", Value(" "), "last_name"))
AS_THEY_ARE = str.maketrans({sign: f"\\{sign}" for sign in "%_\\"})  # in a pattern


@models.CharField.register_lookup
class Like(models.Lookup):
    """Whether the text is like the pattern, which is PostgreSQL's: `starting` makes one."""

    lookup_name = "like"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The question."""
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} LIKE {rhs}", [*lhs_params, *rhs_params]


def starting(word: str) -> str:
    """The pattern of what is spelt with a name that begins so."""
    return f"% {word.upper().translate(AS_THEY_ARE)}%"


class Person(Audited):
    """One row per person and nämnd: personnummer, samordningsnummer or a temporary number."""

    class Protection(models.TextChoices):
        NONE = "", "Nej"
        MARKED = "sekretessmarkering", "Sekretessmarkering"
        PROTECTED = "skyddad_folkbokforing", "Skyddad folkbokföring"
        ASSUMED = "fingerade", "Fingerade personuppgifter"

    class Gender(models.TextChoices):
        WOMAN = "kvinna", "Kvinna"
        MAN = "man", "Man"

    class ContactWay(models.TextChoices):
        PHONE = "telefon", "Telefon"
        TEXT = "sms", "Sms"
        EMAIL = "epost", "E-post"
        LETTER = "brev", "Brev"

    personnummer = models.CharField("personnummer", max_length=12, unique=True)
    born = models.DateField("födelsedag", null=True, blank=True)
    gender = models.CharField("kön", max_length=10, choices=Gender, blank=True)
    first_name = models.CharField("förnamn", max_length=100)
    last_name = models.CharField("efternamn", max_length=100)
    street = models.CharField("gatuadress", max_length=200, blank=True)
    postcode = models.CharField("postnummer", max_length=10, blank=True)
    city = models.CharField("ort", max_length=100, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    email = models.EmailField("e-post", max_length=200, blank=True)
    contact_way = models.CharField("nås helst via", max_length=10, choices=ContactWay, blank=True)
    interpreter = models.CharField("tolk, språk", max_length=100, blank=True)
    protection = models.CharField(
        "skyddade personuppgifter", max_length=30, choices=Protection, blank=True, default=""
    )
    history = audited()

    class Meta(Audited.Meta):
        indexes = [
            GinIndex(OpClass(SPELT, "gin_trgm_ops"), name="person_spelt"),
            models.Index(fields=["id"], name="persons_protected", condition=~Q(protection="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="personnummer_or_temporary_number",
                condition=Q(personnummer__regex=r"^([0-9]{12}|T[0-9]{11})$"),
            ),
            models.CheckConstraint(
                name="born_and_gender_only_where_no_number_tells",
                condition=Q(personnummer__startswith="T", born__isnull=False)
                | (~Q(personnummer__startswith="T") & Q(born__isnull=True, gender="")),
            ),
            models.CheckConstraint(
                name="protected_person_has_no_address_here",
                condition=Q(protection__in=["", "sekretessmarkering"])
                | Q(street="", postcode="", city=""),
            ),
            models.CheckConstraint(
                name="assumed_identity_has_no_contact_here",
                condition=~Q(protection="fingerade") | Q(phone="", email="", contact_way=""),
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
    def has_temporary_number(self) -> bool:
        """Whether the person has neither personnummer nor samordningsnummer."""
        return self.personnummer.startswith("T")

    @property
    def number_kind(self) -> str:
        """What the number is called."""
        if self.has_temporary_number:
            return "Tillfälligt nummer"
        coordinated = personnummer.is_coordination_number(self.personnummer)
        return "Samordningsnummer" if coordinated else "Personnummer"

    @property
    def formatted(self) -> str:
        """The number as people write it: 20020215-2385, or T2026-0001 for a temporary one."""
        if self.has_temporary_number:
            return f"{self.personnummer[:5]}-{int(self.personnummer[5:]):04}"
        return f"{self.personnummer[:8]}-{self.personnummer[8:]}"

    @property
    def birth_date(self) -> date:
        """By the number, or as told."""
        return self.born or personnummer.birth_date(self.personnummer)

    @property
    def is_woman(self) -> bool | None:
        """By the number, or as told; None where nothing tells."""
        if self.has_temporary_number:
            return self.gender == self.Gender.WOMAN if self.gender else None
        return personnummer.is_woman(self.personnummer)

    def age(self, on: date | None = None) -> int:
        """Full years on the day."""
        return personnummer.years_between(self.birth_date, on or clock.today())


class Representative(Dated):
    """Who speaks for the person: an ombud with power of attorney, or by another's decision.

    FL 14–15 §§.
    """

    class Kind(models.TextChoices):
        OMBUD = "ombud", "Ombud"
        GOD_MAN = "god_man", "God man"
        FORVALTARE = "forvaltare", "Förvaltare"
        GUARDIAN = "vardnadshavare", "Vårdnadshavare"

    person = models.ForeignKey(Person, models.PROTECT, related_name="representatives")
    kind = models.CharField("slag", max_length=20, choices=Kind)
    name = models.CharField("namn", max_length=200)
    phone = models.CharField("telefon", max_length=40, blank=True)
    email = models.EmailField("e-post", max_length=200, blank=True)
    address = models.CharField("adress", max_length=300, blank=True)
    authorised_on = models.DateField("fullmakten är från", null=True, blank=True)
    scope = models.CharField("vad uppdraget omfattar", max_length=300, blank=True)
    history = audited()

    class Meta(Dated.Meta):
        ordering = ["-valid_from", "-pk"]
        constraints = [
            ordered_days("representative_days_in_order"),
            models.CheckConstraint(
                name="power_of_attorney_has_scope",
                condition=Q(authorised_on__isnull=True) | Q(scope__regex=r"\S"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def lacks_power_of_attorney(self) -> bool:
        """An ombud whose fullmakt has not come: FL 15 § lets the authority ask for it."""
        return self.kind == self.Kind.OMBUD and self.authorised_on is None
