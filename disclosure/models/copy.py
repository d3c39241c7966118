"""The masked copy: its bytes, who has looked them through, the decision, and the giving."""

from django.db import models
from django.db.models import Q

from disclosure.models import triggers
from disclosure.models.request import Disclosure
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User


class CopyManager(models.Manager["MaskedCopy"]):
    """Copies without their bytes, which are fetched where they are asked for."""

    def get_queryset(self) -> models.QuerySet["MaskedCopy"]:
        """Every copy."""
        return super().get_queryset().defer("pdf")


class MaskedCopy(StoredLetter):
    """Maskad kopia: pictures of the pages, what is masked painted over."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="copies")
    papers = models.JSONField("handlingar")  # [{title, pages}]
    grounds = models.JSONField("stöd", default=list)  # [{mark, label, count}]
    masks = models.PositiveIntegerField("maskade ställen")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CopyManager()

    class Meta(StoredLetter.Meta):
        ordering = ["pk"]
        triggers = [append_only(), triggers.copied_lawfully()]


class Look(models.Model):
    """That someone has had the copy before them: these bytes."""

    copy = models.ForeignKey(MaskedCopy, models.PROTECT, related_name="looks")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("tid")

    class Meta:
        ordering = ["pk"]
        triggers = [append_only(), triggers.looked_at_these_bytes()]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"


class Release(models.Model):
    """The decision on what is masked: these bytes may be given."""

    copy = models.OneToOneField(MaskedCopy, models.PROTECT, related_name="release")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    reasons = models.TextField("skäl", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("tidpunkt")
    decider_title = models.CharField("befattning", max_length=200)

    class Meta:
        triggers = [append_only(), triggers.released_lawfully()]

    def __str__(self) -> str:
        return f"får lämnas ut {self.decided_at:%Y-%m-%d}"


class Given(models.Model):
    """That the copy has been given: to whom, how and when. The log of what was given."""

    class How(models.TextChoices):
        HANDED = "overlamnat", "Överlämnat personligen"
        SHOWN = "visat", "Visat på plats"
        POST = "post", "Post"
        FORWARDED = "formedling", "Genom Skatteverkets förmedling"
        DIGITAL = "digital", "Säker digital tjänst"
        EMAIL = "epost", "E-post"

    release = models.OneToOneField(Release, models.PROTECT, related_name="given")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    how = models.CharField("sätt", max_length=12, choices=How)
    to = models.CharField("till", max_length=200)
    given_on = models.DateField("utlämnat")
    note = models.TextField("anteckning", blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("antecknat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="given_somehow_to_someone",
                condition=Q(
                    how__in=["overlamnat", "visat", "post", "formedling", "digital", "epost"],
                    to__regex=r"\S",
                ),
            )
        ]
        triggers = [append_only(), triggers.given_lawfully()]

    def __str__(self) -> str:
        return f"utlämnat {self.given_on}"
