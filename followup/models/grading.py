"""Egenkontroll: whether the reasons of an avslag, drawn by lot, can be understood."""

from django.db import models
from django.db.models import Q

from cases.models.conflict import not_by_the_barred
from decisions.models import Decision
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd

CASE = """(SELECT a.case_id FROM decisions_decision d JOIN cases_application a
    ON a.id = d.application_id WHERE d.id = NEW.decision_id)"""
GRANSKARE = f"p.function = 'granskare' AND {same_namnd('f.unit_id')}"


class Grading(models.Model):
    """A granskare's answer about one avslag; a later row counts instead, and this one stays."""

    class Verdict(models.TextChoices):
        GOOD = "bra", "Går att förstå och handlar om personen"
        LACKING = "brister", "Har brister"
        POOR = "allvarliga", "Har allvarliga brister"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="gradings")
    month = models.DateField("månad")
    verdict = models.CharField("bedömning", max_length=12, choices=Verdict)
    comment = models.TextField("kommentar", blank=True)
    graded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    graded_at = models.DateTimeField("bedömt")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="grading_tells_what_lacks",
                condition=Q(verdict="bra")
                | Q(verdict__in=["brister", "allvarliga"], comment__regex=r"\S"),
            )
        ]
        triggers = [
            append_only(),
            refused_unless(
                "graded_lawfully",
                ("f.refuses", "Bara avslag bedöms."),
                (
                    "NEW.month = date_trunc('month', f.decided_on)::date",
                    "Beslutet hör till en annan månad.",
                ),
                (
                    f"NEW.month + interval '1 month' <= {day_of('NEW.graded_at')}",
                    "Månaden är inte slut.",
                ),
                (
                    holds("NEW.graded_by_id", GRANSKARE, day_of("NEW.graded_at")),
                    "En granskare bedömer.",
                ),
                declare="""
                    SELECT d.unit_id, d.decided_on, d.kind = 'insats' AND NOT EXISTS (
                        SELECT 1 FROM decisions_ruling r WHERE r.decision_id = d.id
                        AND r.outcome IN ('bifall', 'delvis')) AS refuses
                    INTO f FROM decisions_decision d WHERE d.id = NEW.decision_id;
                """,
            ),
            not_by_the_barred(
                "grader_not_barred", CASE, "graded_by_id", "Den som är jävig bedömer inte beslutet."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.graded_at:%Y-%m-%d}"
