"""Proposals to change the rulebook: made by one, published by another. ADR 10."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from jobbtorg import clock
from jobbtorg.history import Audited, append_only, audited
from jobbtorg.rulebook.models import triggers

USER = settings.AUTH_USER_MODEL


class ProposalQuerySet(models.QuerySet):
    """Proposals by what has become of them."""

    def waiting(self) -> Self:
        """Neither published nor taken back, the oldest first."""
        return self.filter(published_at=None, taken_back_at=None).order_by("proposed_at")


class Proposal(Audited):
    """A version to come: one keeper writes it, another publishes it, or it is taken back.

    Without content the entry is put out of use: its last day is the day before `valid_from`.
    """

    class Kind(models.TextChoices):
        LAGRUM = "lagrum", "Lagrum"
        BREVTEXT = "brevtexter", "Brevtexter"
        KOD = "kodlistor", "Kodlistor"
        RIKTLINJE = "riktlinjer", "Riktlinjer"
        INSTALLNING = "installningar", "Inställningar"
        FORMULAR = "formular", "Formulär"

    kind = models.CharField("slag", max_length=20, choices=Kind)
    key = models.CharField("nyckel", max_length=120)
    content = models.JSONField("nytt innehåll", null=True, blank=True)
    valid_from = models.DateField("från och med")
    reason = models.TextField("varför")
    proposed_by = models.ForeignKey(
        USER, models.PROTECT, related_name="+", verbose_name="föreslaget av"
    )
    proposed_at = models.DateTimeField("föreslaget")
    published_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="publicerat av"
    )
    published_at = models.DateTimeField("publicerat", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="återtaget av",
    )
    taken_back_at = models.DateTimeField("återtaget", null=True, blank=True)
    history = audited()

    objects = ProposalQuerySet.as_manager()

    class Meta(Audited.Meta):
        constraints = [
            models.CheckConstraint(
                name="proposal_published_by_another",
                condition=~Q(published_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="proposal_ended_once_and_by_someone",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False, taken_back_at=None),
            ),
            models.CheckConstraint(
                name="proposal_taken_back_by_someone",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(published_at=None, taken_back_at=None),
                name="proposal_one_waiting_for_each",
            ),
        ]
        triggers = [*Audited.Meta.triggers, triggers.written_once(), triggers.published_lawfully()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.key}"

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be published or taken back."""
        return self.published_at is None and self.taken_back_at is None

    @property
    def status(self) -> tuple[str, str]:
        """What it is called, and the tone of its tag."""
        if self.taken_back_at:
            return "Återtaget", "quiet"
        return ("Publicerat", "success") if self.published_at else ("Väntar", "warning")

    def get_absolute_url(self) -> str:
        """The proposal's page."""
        return reverse("proposal", args=[self.pk])


class RiktlinjeReport(models.Model):
    """That a riktlinje updated by delegation has been reported to the nämnd. KL 6 kap. 40 §.

    That it is still to be done is read from the riktlinje: no row can be forgotten. The latest
    report is what holds; a correction is a new one.
    """

    riktlinje = models.ForeignKey(
        "rulebook.Riktlinje", models.PROTECT, related_name="reports", verbose_name="riktlinje"
    )
    meeting_on = models.DateField("sammanträdesdag")
    paragraph = models.CharField("paragraf", max_length=20)
    dnr = models.CharField("diarienummer", max_length=40)
    reported_by = models.ForeignKey(
        USER, models.PROTECT, related_name="+", verbose_name="registrerat av"
    )
    reported_at = models.DateTimeField("registrerat", default=clock.now)

    class Meta:
        ordering = ["-pk"]
        triggers = [append_only(), triggers.reported_lawfully()]

    def __str__(self) -> str:
        return f"{self.meeting_on} § {self.paragraph}, dnr {self.dnr}"
