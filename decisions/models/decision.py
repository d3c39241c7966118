"""The decision with its rulings, its letter and its dispatch: rows of law, written once."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cases.models import Application, Case, Outcome
from decisions import relied_on, triggers
from jobbtorg.history import Followed, append_only, audited
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import Appointment, Delegation, Unit, User
from jobbtorg.rulebook.models import Provision, Riktlinje

BY_DELEGATE = (
    Q(decided_by__isnull=False, appointment__isnull=False, delegation__isnull=False)
    & Q(registered_by=None, dnr="", paragraph="")
    & ~Q(decider_title="")
    & ~Q(chain="")
)
BY_NAMND = Q(decided_by=None, appointment=None, delegation=None, decider_title="", chain="") & Q(
    registered_by__isnull=False, dnr__regex=r"\S", paragraph__regex=r"\S"
)


class Decision(Followed):
    """A decision on an application: when, and by which delegate or by the nämnd itself. FL 31 §.

    A delegate has appointment, delegation and chain; the nämnd has dnr and paragraph of its
    minutes, and someone who registered them.
    """

    number = models.CharField("beslutsnummer", max_length=20, unique=True)
    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decided_on = models.DateField("beslutsdag")
    decided_at = models.DateTimeField("tidpunkt")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    decider_title = models.CharField("befattning", max_length=200, blank=True)
    presented_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    chain = models.TextField("delegationskedjan som den såg ut", blank=True)
    dnr = models.CharField("nämndens diarienummer", max_length=40, blank=True)
    paragraph = models.CharField("paragraf i nämndens protokoll", max_length=20, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    riktlinje = models.ForeignKey(Riktlinje, models.PROTECT, related_name="+")
    reply_met = models.BooleanField("den sökandes svar är bemött", default=False)
    history = audited()

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                name="decider_did_not_investigate",
                condition=~Q(decided_by=F("presented_by")),
            ),
            models.CheckConstraint(
                name="delegate_or_namnd_decides", condition=BY_DELEGATE | BY_NAMND
            ),
        ]
        triggers = [
            append_only(),
            triggers.decided_lawfully(),
            triggers.whole_at_commit(),
            relied_on.rests_on_what_was_recorded(),
        ]

    def __str__(self) -> str:
        return f"beslut {self.number}"

    @property
    def by_namnd(self) -> bool:
        """Whether the nämnd decided, and not a delegate."""
        return self.decided_by_id is None

    @property
    def rests_on(self) -> str:
        """The delegate's chain, or the nämnd's meeting."""
        if not self.by_namnd:
            return self.chain
        meeting = f"{self.decided_on}, § {self.paragraph}, dnr {self.dnr}"
        return f"Beslutat av arbetsmarknadsnämnden {meeting}"

    @property
    def granted(self) -> "Ruling | None":
        """The ruling that gives the insats, wholly or partly, if any does."""
        return next((r for r in self.rulings.all() if r.outcome != Outcome.REFUSED), None)


class Ruling(Followed):
    """What the decision says of the right, or of the may-insats. FL 32 §."""

    class Basis(models.TextChoices):
        RIGHT = "ratt", "Rätt till insats"
        MAY = "befogenhet", "Insats utöver rätten"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rulings")
    basis = models.CharField("grund", max_length=12, choices=Basis)
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")
    lagrum = models.CharField("lagrum", max_length=300)
    outcome = models.CharField("utfall", max_length=10, choices=Outcome)
    scope = models.TextField("vad som beviljas", blank=True)
    circumstances = models.TextField("avgörande omständigheter", blank=True)
    reasons = models.TextField("skäl", blank=True)
    period_from = models.DateField("från och med", null=True, blank=True)
    period_to = models.DateField("till och med", null=True, blank=True)
    history = audited()

    class Meta:
        ordering = ["decision", "-basis"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "basis"], name="one_ruling_per_basis"),
            models.CheckConstraint(
                name="refusal_is_reasoned",
                condition=Q(outcome=Outcome.GRANTED)
                | (Q(circumstances__regex=r"\S") & Q(reasons__regex=r"\S")),
            ),
            models.CheckConstraint(
                name="partial_grant_says_what_it_gives",
                condition=~Q(outcome=Outcome.PARTLY) | Q(scope__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="grant_has_period_refusal_has_none",
                condition=Q(outcome=Outcome.REFUSED, period_from=None, period_to=None)
                | (
                    ~Q(outcome=Outcome.REFUSED)
                    & Q(period_from__isnull=False, period_to__gte=F("period_from"))
                ),
            ),
        ]
        triggers = [
            append_only(),
            triggers.ruled_in_order(),
            triggers.reasoned_in_own_words(),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.get_outcome_display()}"


class Letter(StoredLetter):
    """The decision letter: rendered once, its bytes stored with their hash, never again made."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="letter")

    @property
    def dispatch(self) -> Any:
        """The latest sending, or None before there is one."""
        return next(iter(self.dispatches.all()), None)


class LetterCheck(models.Model):
    """A night's check that every stored letter still has the bytes it was made with."""

    checked_at = models.DateTimeField("tid")
    checked = models.PositiveIntegerField("kontrollerade brev")
    deviating = models.JSONField("avvikande brev", default=list)

    class Meta:
        ordering = ["-checked_at"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d}: {self.checked} brev"


class DecidedCase(Case):
    """The case as the decision sees it: decided only by a decision, waiting while referred."""

    class Meta:
        proxy = True
        triggers = [triggers.decided_by_a_decision(), triggers.waits_while_referred()]


class DecidedApplication(Application):
    """The application as the decision sees it: it lies in no case that has done with it."""

    class Meta:
        proxy = True
        triggers = [triggers.application_opens_its_case()]
