"""Samtycke: to what the person has agreed, towards whom and when; and that it was taken back.

OSL 10 kap. 1 §, 12 kap. 2 §.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cases.models.conflict import not_by_the_barred
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_when


class How(models.TextChoices):
    """How a consent was given or taken back."""

    ORAL = "muntligt", "Muntligt"
    WRITTEN = "skriftligt", "Skriftligt"


def lacks_consent(case: str, towards: str, day: str) -> str:
    """SQL: the consent of a new row is another case's, towards someone else, or not in force.

    In force from the day that it was given until the day before it was taken back. For triggers.
    """
    return f"""NOT EXISTS (
        SELECT 1 FROM cases_consent n
        LEFT JOIN cases_consentwithdrawal w ON w.consent_id = n.id
        WHERE n.id = NEW.consent_id AND n.case_id = {case} AND n.towards = '{towards}'
            AND n.given_on <= {day} AND COALESCE(w.withdrawn_on > {day}, true)
    )"""


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents, by whom they are towards and whether they hold."""

    def in_force(self, towards: str) -> Self:
        """Those towards them that have not been taken back."""
        return self.filter(towards=towards, withdrawal__isnull=True)


class Consent(models.Model):
    """Samtycke: what the person lets us ask of, or tell, somebody else."""

    class Towards(models.TextChoices):
        AF = "arbetsformedlingen", "Arbetsförmedlingen"
        DISTRICT = "stadsdelsforvaltning", "Stadsdelsförvaltning"
        OTHER = "annan", "Annan"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="consents")
    towards = models.CharField("gentemot", max_length=30, choices=Towards)
    other = models.CharField("vem", max_length=200, blank=True)
    covers = models.TextField("vad samtycket omfattar")
    given_on = models.DateField("gavs")
    how = models.CharField("hur", max_length=20, choices=How)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_says_what_and_how",
                condition=Q(covers__regex=r"\S", how__in=["muntligt", "skriftligt"]),
            ),
            models.CheckConstraint(
                name="consent_says_towards_whom",
                condition=Q(towards__in=["arbetsformedlingen", "stadsdelsforvaltning"], other="")
                | Q(towards="annan", other__regex=r"\S"),
            ),
        ]
        triggers = [
            append_only(),
            not_by_the_barred(
                "consent_not_by_barred",
                "NEW.case_id",
                "noted_by_id",
                "Den som är jävig noterar inte samtycke.",
            ),
            refused_when(
                "given_already",
                (f"NEW.given_on > {day_of('NEW.noted_at')}", "Samtycket ligger i framtiden."),
            ),
        ]

    def __str__(self) -> str:
        how = self.get_how_display().lower()
        return f"Samtycke {self.given_on}, {how}: {self.covers}"

    @property
    def towards_shown(self) -> str:
        """Towards whom, as people read it."""
        return self.other or self.get_towards_display()

    @property
    def withdrawn_on(self) -> date | None:
        """The day that it was taken back, if it was."""
        withdrawal = getattr(self, "withdrawal", None)
        return withdrawal.withdrawn_on if withdrawal else None

    def holds_on(self, day: date) -> bool:
        """Whether it was given, and not yet taken back, on the day."""
        return self.given_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


class ConsentWithdrawal(models.Model):
    """Återkalla: from that day nothing more is asked or told under the consent."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField("återkallades")
    how = models.CharField("hur", max_length=20, choices=How)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="withdrawal_says_how", condition=Q(how__in=["muntligt", "skriftligt"])
            )
        ]
        triggers = [
            append_only(),
            not_by_the_barred(
                "withdrawal_not_by_barred",
                "(SELECT case_id FROM cases_consent WHERE id = NEW.consent_id)",
                "noted_by_id",
                "Den som är jävig noterar inte samtycke.",
            ),
            refused_when(
                "withdrawn_after_it_was_given",
                (f"NEW.withdrawn_on > {day_of('NEW.noted_at')}", "Återkallelsen är i framtiden."),
                (
                    "NEW.withdrawn_on <"
                    " (SELECT given_on FROM cases_consent WHERE id = NEW.consent_id)",
                    "Återkallelsen är före samtycket.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Återkallat {self.withdrawn_on}"
