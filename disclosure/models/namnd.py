"""Hänskjutande of a request: the nämnd itself decides what is not given. OSL 6 kap. 3 §."""

from datetime import date

from django.db import models
from django.db.models import Q

from decisions.models import Referral
from disclosure.models import triggers
from disclosure.models.request import Disclosure
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


class DisclosureReferral(models.Model):
    """That the decision that was asked for is the nämnd's to take, and why."""

    disclosure = models.OneToOneField(Disclosure, models.PROTECT, related_name="referral")
    ground = models.CharField("grund", max_length=20, choices=Referral.Ground)
    reasons = models.TextField("skäl")
    referred_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField("hänskjutet")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disclosure_referral_says_why",
                condition=Q(
                    ground__in=["principiell", "saknar_delegat", "annat"], reasons__regex=r"\S"
                ),
            )
        ]
        triggers = [append_only(), triggers.referred_lawfully()]

    def __str__(self) -> str:
        return f"hänskjutet {self.referred_on}"

    @property
    def referred_on(self) -> date:
        """The day on which the nämnd got the question."""
        return clock.day_of(self.referred_at)

    @property
    def is_open(self) -> bool:
        """Whether the nämnd has it still: it has neither decided nor handed it back."""
        return not (hasattr(self, "handed_back") or hasattr(self.disclosure, "refusal"))


class DisclosureHandedBack(models.Model):
    """That the nämnd refuses nothing: it is given after all, or decided by delegation."""

    referral = models.OneToOneField(DisclosureReferral, models.PROTECT, related_name="handed_back")
    meeting_on = models.DateField("sammanträdesdag")
    dnr = models.CharField("diarienummer", max_length=40)
    paragraph = models.CharField("paragraf", max_length=20)
    note = models.TextField("vad nämnden har sagt")
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("antecknat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disclosure_handed_back_says_where",
                condition=Q(dnr__regex=r"\S", paragraph__regex=r"\S", note__regex=r"\S"),
            )
        ]
        triggers = [append_only(), triggers.handed_back_lawfully()]

    def __str__(self) -> str:
        return f"nämnden {self.meeting_on}, § {self.paragraph}, dnr {self.dnr}"
