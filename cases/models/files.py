"""What every kept file has, wherever it lies: its bytes' key, its scans, who took it in."""

from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from jobbtorg.files.contents import KINDS, Kind
from jobbtorg.organisation.models import User

IS_A_FILE = Q(size__gt=0, sha256__regex="^[0-9a-f]{64}$", kind__in=list(KINDS))


class FileQuerySet(models.QuerySet):
    """Kept files, with what their scans have said."""

    def with_scan(self) -> Self:
        """Each with its latest scan: what it said and what was found, in the same query."""
        scans: Any = self.model._meta.get_field("scans")
        latest = scans.related_model.objects.filter(**{scans.field.name: OuterRef("pk")})
        latest = latest.order_by("-pk")
        return self.annotate(
            scanned=Subquery(latest.values("outcome")[:1]),
            found=Subquery(latest.values("signature")[:1]),
        )

    def unscanned(self) -> Self:
        """Those that no scan has answered about."""
        return self.with_scan().filter(scanned=None)

    def not_infected(self) -> Self:
        """Those whose bytes are kept."""
        return self.with_scan().exclude(scanned="virus")

    def infected(self) -> Self:
        """Those in which a virus was found, which is for good: by the few scans that found one."""
        scans: Any = self.model._meta.get_field("scans")
        found = scans.related_model.objects.filter(outcome="virus").order_by()
        return self.with_scan().filter(pk__in=found.values(scans.field.name))


class KeptFile(models.Model):
    """A file from outside; its bytes lie in the storage, found by the key."""

    file_name = models.CharField("filnamn", max_length=200)
    kind = models.CharField("slag av fil", max_length=10)
    key = models.CharField("nyckel", max_length=100, unique=True)
    size = models.PositiveBigIntegerField("storlek i byte")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    uploaded_at = models.DateTimeField("registrerad")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    scans: Any  # the scanner's answers, by their foreign key
    scanned: str | None  # annotated by with_scan
    found: str | None  # annotated by with_scan

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """Where the file is, without its name: for logs."""
        raise NotImplementedError

    @property
    def file_kind(self) -> Kind:
        """What kind of file it is."""
        return KINDS[self.kind]

    @property
    def is_clean(self) -> bool:
        """Whether the latest scan found nothing: else nobody opens it."""
        return self.scanned == ScanAnswer.Outcome.CLEAN

    @property
    def is_infected(self) -> bool:
        """Whether a virus was found: then it is shut for good."""
        return self.scanned == ScanAnswer.Outcome.INFECTED


class ScanAnswer(models.Model):
    """What a scanner said of a file."""

    class Outcome(models.TextChoices):
        CLEAN = "rent", "Inget virus"
        INFECTED = "virus", "Virus"

    outcome = models.CharField("utfall", max_length=10, choices=Outcome)
    signature = models.CharField("vad som hittades", max_length=200, blank=True)
    scanner = models.CharField("skanner", max_length=100)
    scanned_at = models.DateTimeField("tid")

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.signature or self.get_outcome_display()


def says_what_it_found(name: str) -> models.CheckConstraint:
    """An answer names what was found, and only then."""
    return models.CheckConstraint(
        name=name,
        condition=Q(outcome="rent", signature="") | Q(outcome="virus", signature__regex=r"\S"),
    )
