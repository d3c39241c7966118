"""Namngivning: that a colleague is named by hand on a protected person's case, why and until when.

Lag (2001:454) 10 §. The grant is guardian's row, which points here and ends with `until`; who is
named by their function (coach, enhetschef, secretary while the nämnd has the case) has no row.
"""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models.conflict import not_by_the_barred
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd

LONGEST = "namngiven_dagar"
SHORTEST_TEXT = 10
_CHEFER = "('enhetschef', 'bitradande_enhetschef')"
_LEADS = (
    f"(p.unit_id = f.unit_id AND p.function IN {_CHEFER}"
    f" OR p.function = 'forvaltningschef' AND {same_namnd('f.unit_id')})"
)
_WORKS = (
    f"p.function IN ('coach', 'registrator', 'forvaltningschef', {_CHEFER[1:-1]})"
    f" AND {same_namnd('f.unit_id')}"
)
_FACTS = """
    SELECT c.unit_id, n.protection INTO f FROM cases_case c
    JOIN cases_person n ON n.id = c.person_id WHERE c.id = NEW.case_id FOR UPDATE OF c;
"""
_OF_NAMING = """
    SELECT c.unit_id, n.case_id INTO f FROM cases_naming n JOIN cases_case c ON c.id = n.case_id
    WHERE n.id = NEW.naming_id FOR UPDATE OF c;
"""
_WHO = "Bara enhetens chefer och förvaltningschefen namnger på ärendet."


def _longest(day: str) -> str:
    return f"""COALESCE((
        SELECT (value #>> '{{}}')::integer FROM rulebook_setting WHERE key = '{LONGEST}'
        AND {day} BETWEEN valid_from AND COALESCE(valid_to, 'infinity')), 0)"""


def named_lawfully() -> pgtrigger.Trigger:
    """On a protected case, by a chef who sees it, of a colleague under the nämnd, for a time."""
    named_on = day_of("NEW.named_at")
    return refused_unless(
        "named_lawfully",
        ("f.protection <> ''", "Ärendet har inga skyddade personuppgifter."),
        (holds("NEW.named_by_id", _LEADS, named_on), _WHO),
        (
            "EXISTS (SELECT 1 FROM cases_caseuserobjectpermission g"
            " WHERE g.content_object_id = NEW.case_id AND g.user_id = NEW.named_by_id)",
            "Bara den som själv är namngiven namnger någon annan.",
        ),
        ("NEW.user_id <> NEW.named_by_id", "Ingen namnger sig själv."),
        (
            holds("NEW.user_id", _WORKS, named_on),
            "Den som namnges arbetar inte under samma nämnd.",
        ),
        (
            f"NEW.until BETWEEN {named_on} AND {named_on} + {_longest(named_on)}",
            "Namngivningen gäller för länge.",
        ),
        declare=_FACTS,
    )


def ended_lawfully() -> pgtrigger.Trigger:
    """By a chef of the case's, once."""
    return refused_unless(
        "naming_ended_lawfully",
        (holds("NEW.ended_by_id", _LEADS, day_of("NEW.ended_at")), _WHO),
        declare=_OF_NAMING,
    )


class NamingQuerySet(models.QuerySet["Naming"]):
    """Naming.objects."""

    def in_force(self) -> Self:
        """Those whose grant is there still, and whose last day has not passed."""
        return self.filter(grants__isnull=False, until__gte=clock.today())


class Naming(models.Model):
    """Who is named on which case, by whom, why, and through which day."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="namings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="medarbetare")
    reason = models.TextField("varför")
    until = models.DateField("till och med")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField("namngiven")

    objects = NamingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="naming_says_why", condition=Q(reason__regex=rf"^(\s*\S){{{SHORTEST_TEXT}}}")
            )
        ]
        triggers = [
            append_only(),
            named_lawfully(),
            not_by_the_barred(
                "named_by_hand_not_barred",
                "NEW.case_id",
                "user_id",
                "Den som är jävig namnges inte på ärendet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} till och med {self.until}"


class NamingEnd(models.Model):
    """That the naming was taken away before its last day."""

    naming = models.OneToOneField(Naming, models.PROTECT, related_name="end")
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("borttagen")

    class Meta:
        triggers = [append_only(), ended_lawfully()]

    def __str__(self) -> str:
        return f"borttagen {self.ended_at:%Y-%m-%d}"
