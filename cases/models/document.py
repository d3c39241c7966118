"""Documents that have come in: what they are, whether they were scanned, if they are wrong."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cases.models.case import Case
from cases.models.conflict import not_by_the_barred
from cases.models.files import IS_A_FILE, FileQuerySet, KeptFile, ScanAnswer, says_what_it_found
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd
from jobbtorg.rulebook.models import Code

DOCUMENTS_CASE = "(SELECT case_id FROM cases_document WHERE id = NEW.document_id)"
AT_THE_UNIT = (
    "(p.function IN ('coach', 'enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"
    f" OR p.function = 'registrator' AND {same_namnd('f.unit_id')})"
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


def infected_for_good(scans: str, file: str) -> pgtrigger.Trigger:
    """A file in which a virus was found is never found clean later."""
    return refused_unless(
        "infected_for_good",
        ("f.infected = 0", "Handlingen är stoppad för gott."),
        declare=f"""
            SELECT count(*) AS infected INTO f FROM {scans}
            WHERE {file} = NEW.{file} AND outcome = 'virus';
        """,
    )


def out_of_the_inbox() -> pgtrigger.Trigger:
    """Bytes that lie in the inbox come into a case by sorting, at the commit at the latest."""
    return pgtrigger.Trigger(
        name="out_of_the_inbox",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            IF EXISTS (
                SELECT 1 FROM cases_paper p WHERE p.key = NEW.key AND NOT EXISTS (
                    SELECT 1 FROM cases_sorting s
                    WHERE s.paper_id = p.id AND s.document_id = NEW.id
                )
            ) THEN
                RAISE EXCEPTION 'Handlingen ligger i inkorgen och sorteras därifrån.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
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


class DocumentQuerySet(FileQuerySet):
    """Document.objects, and case.documents."""

    def listed(self) -> Self:
        """With what a list of them shows; who looks sees the misfiled ones apart."""
        return self.with_scan().select_related("type", "uploaded_by", "misfiling__noted_by")

    def current(self) -> Self:
        """Those that are rightly in the case."""
        return self.filter(misfiling__isnull=True)


class Document(KeptFile):
    """A document that has come in to a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField("nummer i ärendet")
    title = models.CharField("titel", max_length=200)
    type = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="typ")
    received_on = models.DateField("ankomstdag")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="document_numbered_once"),
            models.CheckConstraint(
                name="document_is_a_file_of_a_known_kind",
                condition=IS_A_FILE & Q(title__regex=r"\S"),
            ),
        ]
        indexes = [models.Index(fields=["case", "sha256"])]
        triggers = [
            append_only(),
            received_lawfully(),
            out_of_the_inbox(),
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
    def place(self) -> str:
        """The case and the number there."""
        return f"{self.case.number}, handling {self.number}"


class Scan(ScanAnswer):
    """What a scanner said of a document."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="scans")

    class Meta(ScanAnswer.Meta):
        abstract = False
        constraints = [says_what_it_found("scan_says_what_it_found")]
        indexes = [
            models.Index(fields=["document"], name="scans_with_virus", condition=Q(outcome="virus"))
        ]
        triggers = [append_only(), infected_for_good("cases_scan", "document_id")]


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
