"""The delegation register: nämnd → förvaltningschef → chefs at their units.

Kommunallagen (2017:725) 6 kap. 37–39 §§ and 7 kap. 5–8 §§.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jobbtorg.dated import Dated, never_overlapping, ordered_days
from jobbtorg.history import Audited, audited
from jobbtorg.organisation.models.people import Function, Unit


class Power(Audited):
    """A kind of decision that can be delegated (law.md §5.2): data, not code."""

    code = models.SlugField("kod", unique=True)
    name = models.CharField("beslutstyp", max_length=200)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NamndDecision(Audited):
    """The nämnd's decision that a chain of delegation begins with."""

    decided_on = models.DateField("beslutsdag")
    dnr = models.CharField("diarienummer", max_length=40)
    paragraph = models.CharField("paragraf", max_length=20, blank=True)
    history = audited()

    def __str__(self) -> str:
        paragraph = f" § {self.paragraph}" if self.paragraph else ""
        return f"nämndbeslut {self.decided_on}{paragraph}, dnr {self.dnr}"


def passed_on_lawfully() -> pgtrigger.Trigger:
    """One step, by the nämnd's leave, to a function it named, for a unit that decides."""
    return pgtrigger.Trigger(
        name="passed_on_lawfully",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__ground__isnull=False),
        declare=[("top", "organisation_delegation")],
        func="""
            SELECT * INTO top FROM organisation_delegation WHERE id = NEW.ground_id;
            IF top.ground_id IS NOT NULL THEN
                RAISE EXCEPTION 'Vidaredelegation får ske i ett steg.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF NOT NEW.function = ANY(top.may_pass_on_to) OR NEW.power_id <> top.power_id THEN
                RAISE EXCEPTION 'Nämnden har inte medgett vidaredelegation till funktionen.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.valid_from < top.valid_from THEN
                RAISE EXCEPTION 'Vidaredelegationen börjar före sin grund.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF (SELECT kind FROM organisation_unit WHERE id = NEW.unit_id) <> 'jobbtorg' THEN
                RAISE EXCEPTION 'Enheten fattar inte beslut.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class Delegation(Dated):
    """One row of the register: a power, given to a function, by the nämnd or onwards one step."""

    power = models.ForeignKey(Power, models.PROTECT, related_name="delegations")
    function = models.CharField("funktion", max_length=40, choices=Function)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="delegations")
    namnd_decision = models.ForeignKey(
        NamndDecision, models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    ground = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="passed_on"
    )
    point = models.CharField("punkt", max_length=20)
    lagrum = models.CharField("lagrum", max_length=100, blank=True)
    may_pass_on_to = ArrayField(
        models.CharField(max_length=40, choices=Function), default=list, blank=True
    )
    history = audited()

    class Meta(Dated.Meta):
        triggers = [*Dated.Meta.triggers, passed_on_lawfully()]
        constraints = [
            ordered_days("delegation_days_in_order"),
            never_overlapping("delegation_never_twice", "power", "function", "unit"),
            models.CheckConstraint(
                name="delegation_rests_on_one_ground",
                condition=Q(namnd_decision__isnull=False, ground__isnull=True)
                | Q(namnd_decision__isnull=True, ground__isnull=False),
            ),
            models.CheckConstraint(
                name="delegation_is_passed_on_once",
                condition=Q(ground__isnull=True) | Q(may_pass_on_to=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.power} → {self.get_function_display()}, {self.unit}"
