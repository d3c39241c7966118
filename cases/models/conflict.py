"""Jäv: who has answered what about conflict of interest in a case.

KL 7 kap. 4 § with 6 kap. 28–32 §§.
"""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


def barred(case: str, *users: str) -> str:
    """SQL: one of the users is jävig in the case, by the latest declaration. For triggers."""
    return f"""EXISTS (
        SELECT 1 FROM cases_declaration d
        WHERE d.case_id = {case} AND d.user_id IN ({", ".join(users)}) AND d.ground <> ''
        AND NOT EXISTS (
            SELECT 1 FROM cases_declaration l
            WHERE l.case_id = d.case_id AND l.user_id = d.user_id AND l.id > d.id
        )
    )"""


def not_by_the_barred(
    name: str, case: str, user: str, sentence: str, at: str = "", unless: str = ""
) -> pgtrigger.Trigger:
    """Refuses a row that names someone jävig as `user`, `unless` this condition holds.

    A row that named them before may be saved for another reason, but not with a new moment `at`.
    """
    told = ", ".join(f"{{row}}.{column}" for column in (user, at) if column)
    excepted = f" AND NOT ({unless})" if unless else ""
    new, old = told.format(row="NEW"), told.format(row="OLD")
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF ROW({new}) IS NOT DISTINCT FROM ROW({old}) THEN RETURN NEW; END IF;
            END IF;
            IF {barred(case, f"NEW.{user}")}{excepted} THEN
                RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def lifted_only_by_the_namnd() -> pgtrigger.Trigger:
    """Who is jävig is so until the nämnd has tried the question. KL 6 kap. 28–32 §§."""
    return pgtrigger.Trigger(
        name="lifted_only_by_the_namnd",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__ground="", new__namnd_dnr=""),
        func=f"""
            IF {barred("NEW.case_id", "NEW.user_id")} THEN
                RAISE EXCEPTION 'Jäv hävs bara av nämnden.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def has_left_the_case() -> pgtrigger.Trigger:
    """Who is jävig neither has the case nor is named on it."""
    return pgtrigger.Trigger(
        name="has_left_the_case",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__ground=""),
        func="""
            IF EXISTS (SELECT 1 FROM cases_case
                    WHERE id = NEW.case_id AND coach_id = NEW.user_id)
                OR EXISTS (SELECT 1 FROM cases_caseuserobjectpermission
                    WHERE content_object_id = NEW.case_id AND user_id = NEW.user_id) THEN
                RAISE EXCEPTION 'Den som är jävig har kvar ärendet.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Declarations, of which the latest of each user in each case counts."""

    def in_force(self) -> Self:
        """The latest of each user in each case."""
        later = Declaration.objects.filter(
            case=OuterRef("case"), user=OuterRef("user"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def barring(self) -> Self:
        """Those that make their user jävig now."""
        return self.in_force().exclude(ground="")

    def clearing(self) -> Self:
        """Those by which their user has answered and is not jävig."""
        return self.in_force().filter(ground="")


class Declaration(models.Model):
    """Jävsförsäkran: that someone is jävig in a case and why, or that they are not."""

    class Ground(models.TextChoices):
        PARTY = "part_eller_narstaende", "Part eller närstående"
        REPRESENTATIVE = "stallforetradare_eller_ombud", "Ställföreträdare eller ombud"
        SUPERVISION = "tillsyn", "Tillsyn över egen verksamhet"
        OTHER = "annan_omstandighet", "Annan omständighet"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="declarations")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gäller")
    declared_at = models.DateTimeField("tidpunkt")
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ground = models.CharField("grund", max_length=40, choices=Ground, blank=True)
    comment = models.TextField("kommentar", blank=True)
    namnd_dnr = models.CharField("nämndens diarienummer", max_length=40, blank=True)
    namnd_on = models.DateField("nämndens beslutsdag", null=True, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["case", "user"])]
        constraints = [
            models.CheckConstraint(
                name="other_ground_is_described",
                condition=~Q(ground="annan_omstandighet") | Q(comment__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="namnd_lifts_with_dnr_and_day",
                condition=Q(namnd_dnr="", namnd_on__isnull=True)
                | (Q(namnd_dnr__regex=r"\S", namnd_on__isnull=False, ground="")),
            ),
            models.CheckConstraint(
                name="no_conflict_is_ones_own_answer",
                condition=~Q(ground="") | ~Q(namnd_dnr="") | Q(declared_by=F("user")),
            ),
        ]
        triggers = [append_only(), lifted_only_by_the_namnd(), has_left_the_case()]

    def __str__(self) -> str:
        return self.get_ground_display() if self.ground else "Inte jävig"
