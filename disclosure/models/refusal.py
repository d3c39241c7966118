"""Refusing: the employee's first answer, and the authority's decision when it is asked for.

OSL 6 kap. 3 and 7–8 §§.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from appeals.models import OfDelegateOrNamnd, of_delegate_or_namnd
from disclosure.models import triggers
from disclosure.models.request import Disclosure
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User


class Reply(models.Model):
    """The employee's answer when nothing is given. It is no decision, and cannot be appealed."""

    class Outcome(models.TextChoices):
        DENIED = "nekad", "Lämnas inte ut"
        MISSING = "saknas", "Handlingen finns inte hos oss"
        WITHDRAWN = "atertagen", "Begäran är återtagen"

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="replies")
    outcome = models.CharField("svar", max_length=12, choices=Outcome)
    reasons = models.TextField("skäl")
    told = models.BooleanField("har fått veta om myndighetens beslut", default=False)
    replied_on = models.DateField("svarade")
    replied_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    replied_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="denied_is_told_of_the_decision",
                condition=Q(reasons__regex=r"\S")
                & (Q(outcome="nekad", told=True) | Q(outcome__in=["saknas", "atertagen"])),
            )
        ]
        triggers = [append_only(), triggers.replied_lawfully()]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Demand(models.Model):
    """That the authority's decision has been asked for. OSL 6 kap. 3 § second paragraph."""

    disclosure = models.OneToOneField(Disclosure, models.PROTECT, related_name="demand")
    asked_on = models.DateField("begärde beslut")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        triggers = [append_only(), triggers.demanded_lawfully()]

    def __str__(self) -> str:
        return f"begärt beslut {self.asked_on}"


class Refusal(OfDelegateOrNamnd, StoredLetter):
    """The authority's decision not to give, wholly or in part, with the way to kammarrätten.

    By a delegate, or by the nämnd itself at its meeting.
    """

    class Outcome(models.TextChoices):
        WHOLLY = "helt", "Inget lämnas ut"
        PARTLY = "delvis", "Det maskade lämnas inte ut"

    class How(models.TextChoices):
        LETTER = "brev", "Brev"
        HANDED = "overlamnat", "Personligen överlämnat"
        DIGITAL = "digital_post", "Digital post"
        FORWARDED = "formedling", "Genom Skatteverkets förmedling"

    disclosure = models.OneToOneField(Disclosure, models.PROTECT, related_name="refusal")
    outcome = models.CharField("utgång", max_length=12, choices=Outcome)
    reasons = models.TextField("skäl")
    grounds = models.JSONField("stöd")  # the provisions, as they were cited that day
    how = models.CharField("sätt", max_length=20, choices=How)

    class Meta(StoredLetter.Meta):
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="refusal_says_why_and_by_what",
                condition=Q(outcome__in=["helt", "delvis"], reasons__regex=r"\S")
                & ~Q(grounds=[])
                & Q(how__in=["brev", "overlamnat", "digital_post", "formedling"]),
            ),
            of_delegate_or_namnd("refusal_of_delegate_or_namnd"),
        ]
        triggers = [append_only(), triggers.refused_lawfully()]

    def __str__(self) -> str:
        return f"beslut {self.decided_on}"

    @property
    def decided_on(self) -> date:
        """The day of the decision: the meeting's, where the nämnd took it."""
        return self.meeting_on or clock.day_of(self.decided_at)


class CourtAppeal(models.Model):
    """That the decision was appealed, and that the appeal was sent on to kammarrätten."""

    refusal = models.OneToOneField(Refusal, models.PROTECT, related_name="appeal")
    arrived_on = models.DateField("kom in")
    forwarded_on = models.DateField("skickat till kammarrätten")
    note = models.TextField("anteckning", blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        triggers = [append_only(), triggers.appealed_to_the_court_lawfully()]

    def __str__(self) -> str:
        return f"överklagat {self.arrived_on}"
