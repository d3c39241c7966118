"""The delegation register: nämnd → förvaltningschef → chefs at their units.

Kommunallagen (2017:725) 6 kap. 37–39 §§ and 7 kap. 5–8 §§.
"""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from jobbtorg.dated import never_overlapping, ordered_days
from jobbtorg.history import Audited, Sha256Hex, append_only, audited
from jobbtorg.organisation.models import triggers
from jobbtorg.organisation.models.people import CHEFER, Function, Unit, User
from jobbtorg.organisation.models.row import RegisterQuerySet, RegisterRow, never_withdrawn_late

# What a case that waits for decision needs: the right, and the may-insats.
INSATS = ("insats_ratt", "insats_befogenhet")


class Power(Audited):
    """A kind of decision that can be delegated (law.md §5.2): data, not code."""

    code = models.SlugField("kod", unique=True)
    name = models.CharField("beslutstyp", max_length=200)
    statute = models.CharField("lagrum", max_length=200, blank=True)
    delegable = models.BooleanField("får delegeras", default=True)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["order", "name"]
        triggers = [
            *Audited.Meta.triggers,
            pgtrigger.ReadOnly(name="stays_what_it_is", fields=["code", "delegable"]),
        ]

    def __str__(self) -> str:
        return self.name


class NamndDecision(Audited):
    """The nämnd's decision that a chain of delegation begins with."""

    decided_on = models.DateField("beslutsdag")
    dnr = models.CharField("diarienummer", max_length=40)
    paragraph = models.CharField("paragraf", max_length=20, blank=True)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["-decided_on", "-pk"]
        triggers = [
            *Audited.Meta.triggers,
            pgtrigger.ReadOnly(name="written_once"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dnr", "decided_on", "paragraph"], name="namnd_decision_once"
            )
        ]

    def __str__(self) -> str:
        paragraph = f" § {self.paragraph}" if self.paragraph else ""
        return f"nämndbeslut {self.decided_on}{paragraph}, dnr {self.dnr}"


class NamndDocument(models.Model):
    """The nämnd's decision as a document: its bytes as they were handed in."""

    namnd_decision = models.ForeignKey(NamndDecision, models.PROTECT, related_name="documents")
    name = models.CharField("filnamn", max_length=200)
    pdf = models.BinaryField("pdf")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    added_at = models.DateTimeField("tillagd")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="namnd_document_bytes_match_hash", condition=Q(sha256=Sha256Hex(F("pdf")))
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.name


class DelegationQuerySet(RegisterQuerySet):
    """Delegation.objects: what the register gives."""

    def for_unit(self, unit: Unit) -> Self:
        """The rows that are about the unit: its own, and its verksamhetsområde's."""
        return self.filter(unit__in=[unit.pk, unit.part_of_id])

    def with_chain(self) -> Self:
        """Each row with what tells of its chain, in one query."""
        return self.select_related(
            "power", "unit", "namnd_decision", "ground__namnd_decision", "ground__power"
        )


class Delegation(RegisterRow):
    """One row of the register: a power, given to a function, by the nämnd or onwards one step."""

    power = models.ForeignKey(
        Power, models.PROTECT, related_name="delegations", verbose_name="beslutstyp"
    )
    function = models.CharField("funktion", max_length=40, choices=Function)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="delegations", verbose_name="enhet")
    namnd_decision = models.ForeignKey(
        NamndDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name="nämndens beslut",
    )
    ground = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="passed_on",
        verbose_name="nämndens delegation",
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="ersätter",
    )
    point = models.CharField("punkt", max_length=20)
    lagrum = models.CharField("lagrum", max_length=100, blank=True)
    may_pass_on_to = ArrayField(
        models.CharField(max_length=40, choices=Function),
        default=list,
        blank=True,
        verbose_name="får vidaredelegeras till",
    )
    history = audited()

    objects = DelegationQuerySet.as_manager()  # type: ignore[misc]

    class Meta(RegisterRow.Meta):
        triggers = [
            *RegisterRow.Meta.triggers,
            triggers.at_an_open_unit(),
            triggers.given_lawfully(),
            triggers.passed_on_lawfully(),
            triggers.covered_once(),
        ]
        constraints = [
            ordered_days("delegation_days_in_order"),
            never_overlapping(
                "delegation_never_twice",
                "power",
                "function",
                "unit",
                condition=Q(withdrawn_on=None),
            ),
            never_withdrawn_late("delegation_withdrawn_before_it_began"),
            models.CheckConstraint(
                name="delegation_rests_on_one_ground",
                condition=Q(namnd_decision__isnull=False, ground__isnull=True)
                | Q(namnd_decision__isnull=True, ground__isnull=False),
            ),
            models.CheckConstraint(
                name="delegation_is_passed_on_once",
                condition=Q(ground__isnull=True) | Q(may_pass_on_to=[]),
            ),
            models.CheckConstraint(
                name="delegation_is_passed_on_to_chefs",
                condition=Q(may_pass_on_to__contained_by=[str(f) for f in CHEFER]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.power} → {self.get_function_display()}, {self.unit}"

    def get_absolute_url(self) -> str:
        """The row's own page."""
        return reverse("delegation", args=[self.pk])

    @property
    def top(self) -> "Delegation":
        """The nämnd's own delegation at the head of the chain."""
        return self.ground or self
