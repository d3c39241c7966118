"""Jobbplan: goals, activities and who does what, in versions. law.md §6.3 (genomförandeplan)."""

from django.db import models
from django.db.models import Q

from cases.models.conflict import not_by_the_barred
from followup.models import insats
from followup.models.assignment import Assignment
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_unless
from jobbtorg.rulebook.models import Code


class JobPlanManager(models.Manager["JobPlan"]):
    """Plans without their bytes, which are fetched where they are asked for."""

    def get_queryset(self) -> models.QuerySet["JobPlan"]:
        """Every version."""
        return super().get_queryset().defer("pdf")


class JobPlan(StoredLetter):
    """A version of the jobbplan, as it was made with the participant and printed for them."""

    class Agreement(models.TextChoices):
        AGREES = "enig", "Ja"
        PARTLY = "delvis", "Delvis"
        DISAGREES = "inte_enig", "Nej"
        ABSENT = "inte_med", "Har inte varit med"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField("version")
    made_on = models.DateField("gjordes")
    own_words = models.TextField("deltagarens egna ord", blank=True)
    agreement = models.CharField("deltagaren håller med", max_length=12, choices=Agreement)
    objections = models.TextField("vad deltagaren vill i stället", blank=True)
    follow_up_on = models.DateField("uppföljning")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrevs")

    objects = JobPlanManager()

    class Meta(StoredLetter.Meta):
        ordering = ["-version"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.UniqueConstraint(fields=["assignment", "version"], name="plan_version_once"),
            models.CheckConstraint(
                name="plan_tells_the_participants_view",
                condition=Q(agreement="enig", own_words__regex=r"\S")
                | Q(
                    agreement__in=["delvis", "inte_enig"],
                    own_words__regex=r"\S",
                    objections__regex=r"\S",
                )
                | Q(agreement="inte_med", objections__regex=r"\S"),
            ),
        ]
        triggers = [
            *StoredLetter.Meta.triggers,
            refused_unless(
                "planned_lawfully",
                insats.OPEN,
                insats.happened("NEW.made_on", "NEW.written_at"),
                (
                    "NEW.version = 1 + (SELECT count(*) FROM followup_jobplan o"
                    " WHERE o.assignment_id = NEW.assignment_id)",
                    "En nyare version av jobbplanen finns.",
                ),
                (
                    f"NEW.follow_up_on BETWEEN {day_of('NEW.written_at')}"
                    f" AND GREATEST(f.last_day, {day_of('NEW.written_at')})",
                    "Uppföljningen ligger inom perioden.",
                ),
                insats.TAKEN_ON,
                insats.by(
                    "NEW.written_by_id",
                    insats.COACHES,
                    "NEW.written_at",
                    "En coach på enheten skriver jobbplanen.",
                ),
                declare=insats.facts(insats.OF_ASSIGNMENT),
            ),
            not_by_the_barred(
                "planner_not_barred",
                insats.CASE_OF_ASSIGNMENT,
                "written_by_id",
                "Den som är jävig skriver ingen jobbplan.",
            ),
        ]

    def __str__(self) -> str:
        return f"jobbplan version {self.version}"


class Goal(models.Model):
    """A goal of the plan."""

    plan = models.ForeignKey(JobPlan, models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField("nummer")
    text = models.TextField("mål")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="goal_once"),
            models.CheckConstraint(name="goal_is_told", condition=Q(text__regex=r"\S")),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.text


class Activity(models.Model):
    """An activity towards a goal: what, who does it, and when."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="activities")
    order = models.PositiveSmallIntegerField("nummer")
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="aktivitet")
    text = models.TextField("vad", blank=True)
    who = models.CharField("vem gör det", max_length=200)
    when = models.CharField("när", max_length=200)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="activity_says_who_and_when",
                condition=Q(who__regex=r"\S", when__regex=r"\S"),
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return str(self.kind)
