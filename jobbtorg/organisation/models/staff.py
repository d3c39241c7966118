"""Who is away and who takes their work meanwhile; which training each has completed."""

from django.db import models
from django.db.models import F, Q

from jobbtorg.dated import never_overlapping, ordered_days
from jobbtorg.history import Audited, audited
from jobbtorg.organisation.models.people import User
from jobbtorg.organisation.models.row import RegisterRow, never_withdrawn_late


class Absence(RegisterRow):
    """Someone is away, and another takes the work meanwhile: the work, never the delegation."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="absences", verbose_name="medarbetare"
    )
    substitute = models.ForeignKey(
        User, models.PROTECT, related_name="substitutes_in", verbose_name="ersättare"
    )
    history = audited()

    class Meta(RegisterRow.Meta):
        constraints = [
            ordered_days("absence_days_in_order"),
            never_overlapping("absence_never_twice", "user", condition=Q(withdrawn_on=None)),
            never_withdrawn_late("absence_withdrawn_before_it_began"),
            models.CheckConstraint(
                name="absence_has_another_substitute", condition=~Q(user=F("substitute"))
            ),
            models.CheckConstraint(name="absence_has_an_end", condition=Q(valid_to__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Frånvaro, {self.user}"


class Course(Audited):
    """A training that staff complete; a rulebook setting says which are needed to decide."""

    code = models.SlugField("kod", unique=True)
    name = models.CharField("utbildning", max_length=200)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Training(Audited):
    """Someone has completed a course."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="trainings", verbose_name="medarbetare"
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="trainings", verbose_name="utbildning"
    )
    completed_on = models.DateField("genomförd")
    withdrawn_on = models.DateField("återtagen", null=True, blank=True, editable=False)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["-completed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "completed_on"],
                condition=Q(withdrawn_on=None),
                name="training_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.user}"
