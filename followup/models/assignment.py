"""Uppdrag: what the chef gives a coach to carry out by the decision, and that the coach took it on.

The insats, its period and its lagrum are the decision's and stand there alone: a later decision
that changes or ends them changes what the uppdrag is, never the other way round.
"""

from django.db import models
from django.db.models import Q

from cases.models import Application
from cases.models.conflict import not_by_the_barred
from decisions.models import Decision
from followup.models import insats
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_unless


class Assignment(models.Model):
    """Uppdrag: goals, what is followed up and when. law.md §6.3, SOSFS 2014:5 6 kap."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="assignment")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="assignments")
    coach = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="coach")
    goals = models.TextField("mål")
    to_follow_up = models.TextField("vad som ska följas upp")
    follow_up_on = models.DateField("första uppföljning")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("gavs")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assignment_says_what",
                condition=Q(goals__regex=r"\S", to_follow_up__regex=r"\S"),
            )
        ]
        triggers = [
            append_only(),
            refused_unless(
                "given_lawfully",
                insats.GRANTED,
                insats.OPEN,
                ("NEW.decision_id = f.decision_id", "Uppdraget följer det beslut som gäller."),
                (
                    "f.status <> 'avslutad'",
                    "Ärendet är avslutat.",
                ),
                insats.by(
                    "NEW.given_by_id",
                    insats.CHEFS,
                    "NEW.given_at",
                    "En chef på enheten ger det.",
                ),
                insats.by(
                    "NEW.coach_id",
                    insats.COACHES,
                    "NEW.given_at",
                    "Uppdraget ges till en coach.",
                ),
                (
                    f"NEW.follow_up_on BETWEEN {day_of('NEW.given_at')}"
                    f" AND GREATEST(f.last_day, {day_of('NEW.given_at')})",
                    "Uppföljningen ligger inom perioden.",
                ),
                declare=insats.facts("NEW.application_id"),
            ),
            not_by_the_barred(
                "giver_not_barred",
                insats.CASE_OF_APPLICATION,
                "given_by_id",
                "Den som är jävig ger inget uppdrag.",
            ),
            not_by_the_barred(
                "given_to_nobody_barred",
                insats.CASE_OF_APPLICATION,
                "coach_id",
                "Den som är jävig får inte uppdraget.",
            ),
        ]

    def __str__(self) -> str:
        return f"uppdrag {self.given_at:%Y-%m-%d}"


class Acceptance(models.Model):
    """That a coach took the uppdrag on; each coach who carries it has one, so the trail is kept."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="acceptances")
    coach = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="coach")
    accepted_at = models.DateTimeField("togs emot")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "coach"], name="coach_accepts_once")
        ]
        triggers = [
            append_only(),
            refused_unless(
                "accepted_lawfully",
                insats.OPEN,
                ("NEW.coach_id = f.coach_id", "Ärendets coach tar emot uppdraget."),
                insats.by(
                    "NEW.coach_id",
                    insats.COACHES,
                    "NEW.accepted_at",
                    "En coach tar emot det.",
                ),
                declare=insats.facts(insats.OF_ASSIGNMENT),
            ),
            not_by_the_barred(
                "accepted_by_nobody_barred",
                insats.CASE_OF_ASSIGNMENT,
                "coach_id",
                "Den som är jävig tar inte emot uppdraget.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach} {self.accepted_at:%Y-%m-%d}"
