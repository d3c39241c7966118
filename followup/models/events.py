"""What happens while the insats is carried out: närvaro as dated facts, händelser av betydelse."""

from typing import Self

from django.db import models
from django.db.models import Q

from cases.models import Summons
from cases.models.conflict import not_by_the_barred
from followup.models import insats
from followup.models.assignment import Assignment
from followup.models.meetings import PlannedMeeting, attends_what_was_planned
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import refused_unless
from jobbtorg.rulebook.models import Code


class NotedQuerySet(models.QuerySet):
    """Rows that a later row may have put right."""

    def current(self) -> Self:
        """Those that hold: no later row has taken their place."""
        return self.filter(replaced_by=None)


class Noted(models.Model):
    """A dated fact of the insats, written once; what was wrong is put right by a new row."""

    happened_on = models.DateField("dag")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    why_replaced = models.TextField("varför det rättas", blank=True)

    objects = NotedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_put_right_with_reason",
                condition=Q(replaces=None, why_replaced="")
                | Q(replaces__isnull=False, why_replaced__regex=r"\S"),
            )
        ]


def noted_lawfully(table: str) -> list:
    """By the unit, after it happened, in an open insats; what it puts right is of the same."""
    return [
        append_only(),
        refused_unless(
            "noted_lawfully",
            insats.OPEN,
            insats.happened("NEW.happened_on", "NEW.noted_at"),
            insats.by("NEW.noted_by_id", insats.UNIT, "NEW.noted_at", "Enheten antecknar."),
            (
                f"NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM {table} o"
                " WHERE o.id = NEW.replaces_id AND o.assignment_id = NEW.assignment_id)",
                "Det som rättas hör till en annan insats.",
            ),
            declare=insats.facts(insats.OF_ASSIGNMENT),
        ),
        not_by_the_barred(
            "noter_not_barred",
            insats.CASE_OF_ASSIGNMENT,
            "noted_by_id",
            "Den som är jävig antecknar inget.",
        ),
    ]


class Attendance(Noted):
    """Närvaro: whether the participant came to an activity or a meeting that day. users.md P20."""

    class Outcome(models.TextChoices):
        CAME = "narvarande", "Närvarande"
        LATE = "sen", "Kom sent"
        EXCUSED = "giltig", "Frånvarande med giltigt skäl"
        ABSENT = "ogiltig", "Frånvarande utan känt skäl"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="attendances")
    activity = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="aktivitet")
    summons = models.ForeignKey(
        Summons, models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    meeting = models.ForeignKey(
        PlannedMeeting, models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    outcome = models.CharField("närvaro", max_length=12, choices=Outcome)
    text = models.TextField("kommentar", blank=True)

    class Meta(Noted.Meta):
        constraints = [
            *Noted.Meta.constraints,
            models.CheckConstraint(
                name="attendance_is_one_of_four",
                condition=Q(outcome__in=["narvarande", "sen", "giltig", "ogiltig"]),
            ),
            models.CheckConstraint(
                name="excuse_is_told", condition=~Q(outcome="giltig") | Q(text__regex=r"\S")
            ),
        ]
        triggers = [*noted_lawfully("followup_attendance"), attends_what_was_planned()]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.happened_on}"


class Event(Noted):
    """Händelse av betydelse, or a deviation from the plan, and what it led to. law.md §6.3."""

    class Kind(models.TextChoices):
        SIGNIFICANT = "handelse", "Händelse av betydelse"
        DEVIATION = "avvikelse", "Avvikelse från jobbplanen"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events")
    kind = models.CharField("slag", max_length=12, choices=Kind)
    text = models.TextField("vad som hände")
    measures = models.TextField("vad det leder till", blank=True)

    class Meta(Noted.Meta):
        constraints = [
            *Noted.Meta.constraints,
            models.CheckConstraint(
                name="event_is_told",
                condition=Q(kind__in=["handelse", "avvikelse"], text__regex=r"\S"),
            ),
        ]
        triggers = noted_lawfully("followup_event")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"
