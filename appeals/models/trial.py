"""Rättidsprövning and omprövning: what a delegate finds before the appeal goes on. FL 38–46 §§."""

from django.db import models
from django.db.models import Q

from appeals.models import triggers
from appeals.models.appeal import Appeal
from decisions.models import Decision, Service
from jobbtorg.history import append_only
from jobbtorg.organisation.models import Appointment, Delegation, User


class ByDelegate(models.Model):
    """Who found it, when, and by which chain of delegation. KL 7 kap. 5–6 §§."""

    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("tidpunkt")
    decider_title = models.CharField("befattning", max_length=200)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    chain = models.TextField("delegationskedjan som den såg ut")

    class Meta:
        abstract = True


def of_delegate_or_namnd(name: str) -> models.CheckConstraint:
    """Signed by a delegate, or said by the nämnd at a meeting that someone registered."""
    delegate = Q(decided_by__isnull=False, appointment__isnull=False, delegation__isnull=False)
    nobody = Q(decided_by=None, appointment=None, delegation=None, decider_title="", chain="")
    return models.CheckConstraint(
        name=name,
        condition=delegate & Q(registered_by=None, meeting_on=None, dnr="", paragraph="")
        | nobody
        & Q(
            registered_by__isnull=False,
            meeting_on__isnull=False,
            dnr__regex=r"\S",
            paragraph__regex=r"\S",
        ),
    )


class OfDelegateOrNamnd(models.Model):
    """What a delegate signs, or the nämnd itself says at a meeting. KL 6 kap. 37–38 §§."""

    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("tidpunkt")
    decider_title = models.CharField("befattning", max_length=200, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chain = models.TextField("delegationskedjan som den såg ut", blank=True)
    meeting_on = models.DateField("sammanträdesdag", null=True, blank=True)
    dnr = models.CharField("nämndens diarienummer", max_length=40, blank=True, db_default="")
    paragraph = models.CharField(
        "paragraf i nämndens protokoll", max_length=20, blank=True, db_default=""
    )
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def by_namnd(self) -> bool:
        """Whether the nämnd itself said it."""
        return self.decided_by_id is None

    @property
    def signed(self) -> str:
        """Who says it: the delegate with title, or the nämnd at its meeting."""
        if self.by_namnd:
            return f"Nämnden {self.meeting_on}, § {self.paragraph}, dnr {self.dnr}"
        return f"{self.decided_by}, {self.decider_title}"


class Trial(ByDelegate):
    """Rättidsprövning: whether the appeal came in time, and on what that rests. FL 45 §."""

    class Outcome(models.TextChoices):
        IN_TIME = "i_ratt_tid", "I rätt tid"
        LATE = "for_sent", "För sent"

    class Ground(models.TextChoices):
        UNKNOWN = "okant", "Delfåendedagen går inte att visa"
        ARRIVED = "kom_i_tid", "Det kom in till oss i tid"
        COURT = "till_domstolen_i_tid", "Det kom in till domstolen i tid"
        NOTICE = "fel_underrattelse", "Förseningen beror på vår underrättelse"
        LATE = "kom_for_sent", "Det kom in efter sista dagen"

    appeal = models.OneToOneField(Appeal, models.PROTECT, related_name="trial")
    outcome = models.CharField("utfall", max_length=12, choices=Outcome)
    ground = models.CharField("grund", max_length=24, choices=Ground)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="delfående"
    )
    received_on = models.DateField("delfåendedag", null=True, blank=True)
    last_day = models.DateField("sista dag att överklaga", null=True, blank=True)
    notice_fault = models.TextField("vad som var fel i underrättelsen", blank=True)
    rejection = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="rejects"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="late_has_its_proof_and_its_decision",
                condition=Q(
                    outcome="for_sent",
                    ground="kom_for_sent",
                    notice_fault="",
                    service__isnull=False,
                    received_on__isnull=False,
                    last_day__isnull=False,
                    rejection__isnull=False,
                )
                | (
                    Q(outcome="i_ratt_tid", rejection=None)
                    & Q(ground__in=["okant", "kom_i_tid", "till_domstolen_i_tid"], notice_fault="")
                )
                | Q(
                    outcome="i_ratt_tid",
                    rejection=None,
                    ground="fel_underrattelse",
                    notice_fault__regex=r"\S",
                ),
            )
        ]
        triggers = [append_only(), triggers.tried_lawfully()]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def is_late(self) -> bool:
        """Whether the appeal was turned away."""
        return self.outcome == self.Outcome.LATE


class Review(ByDelegate):
    """Omprövning: whether the decision is evidently wrong, and what became of it. FL 38–39 §§."""

    class Outcome(models.TextChoices):
        UNCHANGED = "andras_inte", "Ändras inte"
        PARTLY = "delvis", "Ändrat delvis"
        WHOLLY = "helt", "Ändrat helt som begärt"

    appeal = models.OneToOneField(Appeal, models.PROTECT, related_name="review")
    outcome = models.CharField("utfall", max_length=12, choices=Outcome)
    reasons = models.TextField("skäl")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="review"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_says_why_and_by_what",
                condition=Q(reasons__regex=r"\S")
                & (
                    Q(outcome="andras_inte", decision=None)
                    | Q(outcome__in=["delvis", "helt"], decision__isnull=False)
                ),
            )
        ]
        triggers = [append_only(), triggers.reviewed_lawfully()]

    def __str__(self) -> str:
        return self.get_outcome_display()


class AppealedDecision(Decision):
    """The decision as the appeal sees it: it stays while it is tried, and turns away by a trial."""

    class Meta:
        proxy = True
        triggers = [triggers.left_while_appealed(), triggers.rejects_an_appeal()]
