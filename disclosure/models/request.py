"""Begäran om utlämnande: what someone asks to see of a case. TF 2 kap., FL 10 §."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models import Case, Representative
from disclosure.models import triggers
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import setting


class DisclosureQuerySet(models.QuerySet):
    """Disclosure.objects, and case.disclosures: the one that came first, first."""

    def waiting(self) -> Self:
        """Those without an answer, or without the decision that was asked for after it."""
        answered = Q(replies__isnull=False) | Q(copies__release__given__isnull=False)
        since = Q(copies__release__given__given_at__gt=F("demand__noted_at"))
        unanswered = self.exclude(answered)
        undecided = self.filter(demand__isnull=False, refusal=None).exclude(since)
        return self.filter(Q(pk__in=unanswered.values("pk")) | Q(pk__in=undecided.values("pk")))

    def whole(self) -> Self:
        """With what a page of it shows."""
        return self.select_related(
            "case__person", "case__unit", "case__coach", "representative", "registered_by",
            "demand__noted_by", "refusal__decided_by",
            "referral__referred_by", "referral__handed_back",
        ).prefetch_related(
            "replies__replied_by", "copies__release__given__given_by",
            "copies__release__decided_by", "copies__made_by",
        )  # fmt: skip


class Disclosure(models.Model):
    """A request: frozen as it came in."""

    class Asker(models.TextChoices):
        PARTY = "part", "Den sökande själv"
        REPRESENTATIVE = "ombud", "Ombud eller annan företrädare"
        AUTHORITY = "myndighet", "En myndighet"
        OTHER = "annan", "Någon annan"

    class How(models.TextChoices):
        VISIT = "besok", "Vid besök"
        PHONE = "telefon", "Telefon"
        EMAIL = "epost", "E-post"
        POST = "post", "Post"
        DIGITAL = "digital", "Digital tjänst"

    case = models.ForeignKey(Case, models.PROTECT, related_name="disclosures")
    asker = models.CharField("vem som begär", max_length=12, choices=Asker)
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("namn", max_length=200, blank=True)
    came_on = models.DateField("kom in")
    how = models.CharField("hur", max_length=12, choices=How)
    asks = models.TextField("vad som begärs")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrerat")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["came_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="disclosure_is_of_a_known_kind",
                condition=Q(
                    asker__in=["part", "ombud", "myndighet", "annan"],
                    how__in=["besok", "telefon", "epost", "post", "digital"],
                    asks__regex=r"\S",
                ),
            ),
            models.CheckConstraint(
                name="disclosure_is_asked_by_someone",
                condition=Q(asker="part", representative=None, name="")
                | Q(asker="ombud", representative__isnull=False, name="")
                | Q(asker="myndighet", representative=None, name__regex=r"\S")
                | Q(asker="annan", representative=None),
            ),
        ]
        triggers = [append_only(), triggers.asked_lawfully()]

    def __str__(self) -> str:
        return f"begäran om utlämnande {self.came_on}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("disclosure", args=[self.case.slug, self.pk])

    @property
    def is_partys(self) -> bool:
        """Whether it is partsinsyn: then only OSL 10 kap. 3 § stands against it. FL 10 §."""
        return self.asker in (self.Asker.PARTY, self.Asker.REPRESENTATIVE)

    @property
    def who(self) -> str:
        """Who asks; nobody has to tell. TF 2 kap. 18 §."""
        if self.asker == self.Asker.PARTY:
            return self.case.person.name
        return str(self.representative or self.name or "Har inte uppgett namn")

    @property
    def addressee(self) -> str:
        """To whom a letter is written: without a name, to whoever asked."""
        if self.representative:
            return str(self.representative.name)
        return self.name or "Den som har begärt handlingen"

    @property
    def due_on(self) -> date:
        """By when to answer, or to decide: our own measure of skyndsamt. TF 2 kap. 15 §."""
        demand = getattr(self, "demand", None)
        day = begun = demand.asked_on if demand else self.came_on
        for _ in range(setting("utlamnande_arbetsdagar", begun)):
            day = next_working_day(day)
        return day

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed; of one that still waits, that it is late."""
        return self.due_on < clock.today()
