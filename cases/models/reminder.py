"""That somebody has been reminded of a day by which something is theirs to do."""

from datetime import date

from django.db import models

from cases.models.case import Case
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import User


class Stage(models.TextChoices):
    """When one is reminded: once before the day, and once when it has passed."""

    SOON = "snart", "Går snart ut"
    LATE = "sen", "Har gått ut"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminder.objects."""

    def unseen(self, user: "User | int") -> "ReminderQuerySet":
        """What the user has not said that they have seen, the earliest day first."""
        return self.filter(user=user, seen_at=None).order_by("day", "pk")

    def to_mail(self, user: User) -> "ReminderQuerySet":
        """What no mail has told of."""
        return self.filter(user=user, mailed_at=None)


class Reminder(models.Model):
    """One person, one day in one case (or of a month's log), before or after: never a second."""

    user = models.ForeignKey(User, models.PROTECT, related_name="reminders", verbose_name="vems")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="reminders", verbose_name="ärende"
    )
    kind = models.CharField("slag", max_length=40)
    day = models.DateField("frist")
    stage = models.CharField("när", max_length=10, choices=Stage)
    reminded_at = models.DateTimeField("påmint", default=clock.now)
    mailed_at = models.DateTimeField("skickat med e-post", null=True)
    seen_at = models.DateTimeField("sedd", null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "påminnelse"
        verbose_name_plural = "påminnelser"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case", "kind", "day", "stage"],
                name="reminded_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reminder_stage_known", condition=models.Q(stage__in=Stage.values)
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=models.Q(seen_at=None), name="reminders_unseen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.day}"


def stage_on(day: date) -> Stage | None:
    """Whether one is reminded today of what is to be done by the day.

    The evening before a weekend is early enough for what falls due on it and on the day after.
    """
    today = clock.today()
    if day < today:
        return Stage.LATE
    return Stage.SOON if day <= next_working_day(today) else None
