"""Documents that have come in: what they are, whether they were scanned, if they are wrong."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from cases.models.case import Case
from cases.models.conflict import not_by_the_barred
from jobbtorg.files.contents import KINDS, Kind
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.rulebook.models import Code

DOCUMENTS_CASE = "(SELECT case_id FROM cases_document WHERE id = NEW.document_id)"
AT_THE_UNIT = (
    "(p.function IN ('coach', 'enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"
    " OR p.function = 'registrator')"
)


def received_lawfully() -> pgtrigger.Trigger:
    """By the unit or the registrator, never dated ahead, and the same file once in the case."""
    uploaded_on = day_of("NEW.uploaded_at")
    return refused_unless(
        "received_lawfully",
        (f"NEW.received_on <= {uploaded_on}", "Ankomstdagen ligger i framtiden."),
        (
            holds("NEW.uploaded_by_id", AT_THE_UNIT, uploaded_on),
            "Bara enheten och registratorn tar emot handlingar.",
        ),
        (
            "NOT EXISTS (SELECT 1 FROM cases_document d WHERE d.case_id = NEW.case_id"
            " AND d.sha256 = NEW.sha256 AND NOT EXISTS (SELECT 1 FROM cases_misfiling m"
            " WHERE m.document_id = d.id))",
            "Filen finns redan i ärendet.",
        ),
        declare="SELECT unit_id INTO f FROM cases_case WHERE id = NEW.case_id FOR UPDATE;",
    )


def infected_for_good() -> pgtrigger.Trigger:
    """A document in which a virus was found is never found clean later."""
    return refused_unless(
        "infected_for_good",
        ("f.infected = 0", "Handlingen är stoppad för gott."),
        declare="""
            SELECT count(*) AS infected INTO f FROM cases_scan
            WHERE document_id = NEW.document_id AND outcome = 'virus';
        """,
    )


def misfiled_by_the_unit() -> pgtrigger.Trigger:
    """By those who take documents in."""
    return refused_unless(
        "misfiled_by_the_unit",
        (
            holds("NEW.noted_by_id", AT_THE_UNIT, day_of("NEW.noted_at")),
            "Bara enheten och registratorn noterar att en handling är felregistrerad.",
        ),
        declare=f"SELECT unit_id INTO f FROM cases_case WHERE id = {DOCUMENTS_CASE};",
    )


class DocumentQuerySet(models.QuerySet):
    """Document.objects, and case.documents."""

    def with_scan(self) -> Self:
        """Each with its latest scan: what it said and what was found, in the same query."""
        latest = Scan.objects.filter(document=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            scanned=Subquery(latest.values("outcome")[:1]),
            found=Subquery(latest.values("signature")[:1]),
        )

    def listed(self) -> Self:
        """With what a list of them shows; who looks sees the misfiled ones apart."""
        return self.with_scan().select_related("type", "uploaded_by", "misfiling__noted_by")

    def current(self) -> Self:
        """Those that are rightly in the case."""
        return self.filter(misfiling__isnull=True)

    def waiting(self) -> Self:
        """Those that no scan has answered about."""
        return self.with_scan().filter(scanned=None)

    def not_infected(self) -> Self:
        """Those whose bytes are kept."""
        return self.with_scan().exclude(scanned="virus")

    def infected(self) -> Self:
        """Those in which a virus was found."""
        return self.with_scan().filter(scanned="virus")


class Document(models.Model):
    """A document that has come in to a case; its bytes lie in the storage, found by the key."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField("nummer i ärendet")
    title = models.CharField("titel", max_length=200)
    type = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="typ")
    received_on = models.DateField("ankomstdag")
    file_name = models.CharField("filnamn", max_length=200)
    kind = models.CharField("slag av fil", max_length=10)
    key = models.CharField("nyckel", max_length=100, unique=True)
    size = models.PositiveBigIntegerField("storlek i byte")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    uploaded_at = models.DateTimeField("registrerad")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    scanned: str | None  # annotated by with_scan
    found: str | None  # annotated by with_scan

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="document_numbered_once"),
            models.CheckConstraint(
                name="document_is_a_file_of_a_known_kind",
                condition=Q(size__gt=0, sha256__regex="^[0-9a-f]{64}$", kind__in=list(KINDS))
                & Q(title__regex=r"\S"),
            ),
        ]
        indexes = [models.Index(fields=["case", "sha256"])]
        triggers = [
            append_only(),
            received_lawfully(),
            not_by_the_barred(
                "uploader_not_barred",
                "NEW.case_id",
                "uploaded_by_id",
                "Den som är jävig tar inte emot handlingar.",
            ),
        ]

    def __str__(self) -> str:
        return f"Handling {self.number}"

    def get_absolute_url(self) -> str:
        """Where it is opened."""
        return reverse("document", args=[self.case.slug, self.number])

    @property
    def file_kind(self) -> Kind:
        """What kind of file it is."""
        return KINDS[self.kind]

    @property
    def is_clean(self) -> bool:
        """Whether the latest scan found nothing: else nobody opens it."""
        return self.scanned == Scan.Outcome.CLEAN

    @property
    def is_infected(self) -> bool:
        """Whether a virus was found: then it is shut for good."""
        return self.scanned == Scan.Outcome.INFECTED


class Scan(models.Model):
    """What a scanner said of a document."""

    class Outcome(models.TextChoices):
        CLEAN = "rent", "Inget virus"
        INFECTED = "virus", "Virus"

    document = models.ForeignKey(Document, models.PROTECT, related_name="scans")
    outcome = models.CharField("utfall", max_length=10, choices=Outcome)
    signature = models.CharField("vad som hittades", max_length=200, blank=True)
    scanner = models.CharField("skanner", max_length=100)
    scanned_at = models.DateTimeField("tid")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="scan_says_what_it_found",
                condition=Q(outcome="rent", signature="")
                | Q(outcome="virus", signature__regex=r"\S"),
            )
        ]
        triggers = [append_only(), infected_for_good()]

    def __str__(self) -> str:
        return self.signature or self.get_outcome_display()


class Misfiling(models.Model):
    """That a document should not be in the case, or not so named: it stays, out of the list."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="misfiling")
    reason = models.CharField("varför", max_length=300)
    noted_at = models.DateTimeField("noterat")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="misfiling_says_why", condition=Q(reason__regex=r"\S"))
        ]
        triggers = [
            append_only(),
            misfiled_by_the_unit(),
            not_by_the_barred(
                "noter_not_barred",
                DOCUMENTS_CASE,
                "noted_by_id",
                "Den som är jävig noterar inget om handlingar.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class DocumentCheck(models.Model):
    """A night's check that every kept document still has the bytes it came with."""

    checked_at = models.DateTimeField("tid")
    checked = models.PositiveIntegerField("kontrollerade handlingar")
    deviating = models.JSONField("avvikande handlingar", default=list)

    class Meta:
        ordering = ["-checked_at"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d}: {self.checked} handlingar"
