"""Hänskjutande: the nämnd takes a case over before it is decided. KL 6 kap. 38 §, 7 kap. 5 §."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cases.models import Application, Case
from decisions import referral_triggers as triggers
from decisions.models.decision import LATER, Decision, Kind
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


class ReferralQuerySet(models.QuerySet):
    """Referral.objects."""

    def open(self) -> Self:
        """Those that the nämnd has not answered, and that no withdrawal has overtaken."""
        stands = Q(application__withdrawal=None) | Q(kind=Kind.DISCONTINUANCE)
        return self.filter(stands, answer__isnull=True)

    def of(self, case: Case) -> Self:
        """The case's, latest first."""
        return self.filter(application__case=case).select_related(
            "application__case", "referred_by", "concerns"
        )


class Referral(models.Model):
    """That a chef has handed a decision to the nämnd: of which kind, and why.

    A rättelse, ändring or avslut i förtid concerns the decision whose place it would take.
    """

    class Ground(models.TextChoices):
        PRINCIPLE = "principiell", "Principiell beskaffenhet eller större vikt"
        NO_DELEGATE = "saknar_delegat", "Ingen har delegation"
        OTHER = "annat", "Annat skäl"

    application = models.ForeignKey(Application, models.PROTECT, related_name="referrals")
    kind = models.CharField("slag", max_length=20, choices=Kind, default=Kind.INSATS)
    concerns = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    ground = models.CharField("grund", max_length=20, choices=Ground)
    reasons = models.TextField("skäl")
    referred_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField("hänskjutet")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_at"]
        constraints = [
            models.CheckConstraint(
                name="referral_says_why",
                condition=Q(
                    ground__in=["principiell", "saknar_delegat", "annat"], reasons__regex=r"\S"
                ),
            ),
            models.CheckConstraint(
                name="referral_concerns_what_its_kind_changes",
                condition=Q(kind__in=LATER, concerns__isnull=False)
                | (~Q(kind__in=LATER) & Q(kind__in=Kind.values, concerns=None)),
            ),
        ]
        triggers = [append_only(), triggers.referred_at_its_time()]

    def __str__(self) -> str:
        return f"hänskjutande {self.referred_on}"

    @property
    def draft(self) -> str:
        """What the secretary's text is kept under: one for each kind and decision."""
        return f"{self.kind}-{self.concerns_id}" if self.concerns_id else self.kind

    @property
    def referred_on(self) -> date:
        """The day on which the nämnd got the case."""
        return clock.day_of(self.referred_at)


class ReferralAnswer(models.Model):
    """What became of it: the nämnd's own decision, or back to be decided by delegation."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="answer")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    meeting_on = models.DateField("sammanträdesdag", null=True, blank=True)
    dnr = models.CharField("diarienummer", max_length=40, blank=True)
    paragraph = models.CharField("paragraf", max_length=20, blank=True)
    note = models.TextField("anteckning", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("antecknat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_is_decision_or_hand_back",
                condition=Q(decision__isnull=False, meeting_on=None, dnr="", paragraph="", note="")
                | Q(
                    decision=None,
                    meeting_on__isnull=False,
                    dnr__regex=r"\S",
                    paragraph__regex=r"\S",
                ),
            )
        ]
        triggers = [append_only(), triggers.answered_lawfully()]

    def __str__(self) -> str:
        return str(self.decision or f"återlämnat {self.meeting_on}, § {self.paragraph}")
