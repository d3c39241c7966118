"""Samråd med Arbetsförmedlingen before a continued insats. users.md G17, law.md §14."""

from django.db import models
from django.db.models import Q

from cases.models.conflict import not_by_the_barred
from cases.models.consent import Consent, lacks_consent
from cases.models.investigation import Investigation
from cases.models.triggers import INVESTIGATIONS_CASE, only_while_investigated
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import refused_when


class Consultation(models.Model):
    """With whom, when and by which consent; or why there was none. OSL 10 kap. 1 §, 26 kap. 1 §."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="consultations")
    held_on = models.DateField("dag")
    officer = models.CharField("handläggare", max_length=200, blank=True)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="samtycke"
    )
    text = models.TextField("vad samrådet gav, eller varför det inte hölls")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_with_someone_by_consent_or_why_not",
                condition=Q(text__regex=r"\S")
                & (
                    Q(officer__regex=r"\S", consent__isnull=False)
                    | Q(officer="", consent__isnull=True)
                ),
            )
        ]
        triggers = [
            append_only(),
            only_while_investigated("investigation_id"),
            not_by_the_barred(
                "consulter_not_barred",
                INVESTIGATIONS_CASE,
                "noted_by_id",
                "Den som är jävig samråder inte i ärendet.",
            ),
            refused_when(
                "consulted_by_consent",
                (
                    "NEW.consent_id IS NOT NULL AND "
                    + lacks_consent(INVESTIGATIONS_CASE, "arbetsformedlingen", "NEW.held_on"),
                    "Samtycket gällde inte den dag samrådet hölls.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"samråd {self.held_on}"

    @property
    def was_held(self) -> bool:
        """Whether there was a samråd, or a note on why there was none."""
        return bool(self.officer)
