"""When what was granted began, and why it has not. SoL 34 kap. 1 §.

The beginning is noted by hand until the uppdrag notes it.
"""

from django.db import models
from django.db.models import Q

from cases.models.conflict import not_by_the_barred
from decisions.later_triggers import AT_UNIT
from decisions.models.decision import Ruling
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless

OF_RULING = """
    SELECT r.outcome, c.unit_id,
        (SELECT i.decided_on FROM decisions_decision i
            WHERE i.application_id = a.id AND i.kind = 'insats') AS decided_on,
        EXISTS (SELECT 1 FROM decisions_execution e JOIN decisions_ruling o ON o.id = e.ruling_id
            JOIN decisions_decision m ON m.id = o.decision_id
            WHERE m.application_id = a.id AND o.basis = r.basis) AS begun
    INTO f FROM decisions_ruling r JOIN decisions_decision d ON d.id = r.decision_id
    JOIN cases_application a ON a.id = d.application_id JOIN cases_case c ON c.id = a.case_id
    WHERE r.id = NEW.ruling_id;
"""
CASE_OF_RULING = """(SELECT a.case_id FROM decisions_ruling r
    JOIN decisions_decision d ON d.id = r.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE r.id = NEW.ruling_id)"""
GRANTED = ("f.outcome IN ('bifall', 'delvis')", "Beslutet ger ingen insats att verkställa.")
BEGUN = ("NOT f.begun", "Insatsen har redan börjat.")
BY_UNIT = (
    holds("NEW.noted_by_id", AT_UNIT, day_of("NEW.noted_at")),
    "Enhetens coacher och chefer antecknar verkställigheten.",
)


class Execution(models.Model):
    """Verkställighet: the day on which the insats that the ruling gives began."""

    ruling = models.OneToOneField(Ruling, models.PROTECT, related_name="execution")
    started_on = models.DateField("insatsen började")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        triggers = [
            append_only(),
            refused_unless(
                "executed_lawfully",
                GRANTED,
                BEGUN,
                (
                    f"NEW.started_on BETWEEN f.decided_on AND {day_of('NEW.noted_at')}",
                    "Insatsen börjar från beslutsdagen och antecknas sedan den har börjat.",
                ),
                BY_UNIT,
                declare=OF_RULING,
            ),
            not_by_the_barred(
                "executor_not_barred",
                CASE_OF_RULING,
                "noted_by_id",
                "Den som är jävig antecknar inget om verkställigheten.",
            ),
        ]

    def __str__(self) -> str:
        return f"började {self.started_on}"


class Unexecuted(models.Model):
    """Skäl till att beslutet inte är verkställt, as it stood that day; the latest row holds."""

    class Reason(models.TextChoices):
        RESOURCES = "resursbrist", "Resursbrist"
        DECLINED = "tackat_nej", "Den enskilde har tackat nej till erbjudande"
        OTHER = "annat", "Annat skäl"

    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="unexecuted")
    reason = models.CharField("skäl", max_length=20, choices=Reason)
    text = models.TextField("förklaring", blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="unexecuted_has_a_known_reason",
                condition=Q(reason__in=["resursbrist", "tackat_nej"])
                | Q(reason="annat", text__regex=r"\S"),
            )
        ]
        triggers = [
            append_only(),
            refused_unless(
                "unexecuted_lawfully",
                GRANTED,
                BEGUN,
                BY_UNIT,
                declare=OF_RULING,
            ),
            not_by_the_barred(
                "unexecuted_noter_not_barred",
                CASE_OF_RULING,
                "noted_by_id",
                "Den som är jävig antecknar inget om verkställigheten.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
