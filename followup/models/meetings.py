"""Planerade möten: when and where the participant and the unit meet, agreed without a letter."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models import Summons
from cases.models.conflict import not_by_the_barred
from followup.models import insats
from followup.models.assignment import Assignment
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_unless
from jobbtorg.rulebook.models import Code

NOTED = """EXISTS (SELECT 1 FROM followup_attendance o WHERE o.meeting_id = {meeting}
    AND o.id IS DISTINCT FROM {but_for}
    AND NOT EXISTS (SELECT 1 FROM followup_attendance n WHERE n.replaces_id = o.id))"""


def planned_lawfully() -> pgtrigger.Trigger:
    """By the unit, to come, while the insats runs; in place of one that has not been noted."""
    day = day_of("NEW.meeting_at")
    noted = NOTED.format(meeting="NEW.replaces_id", but_for="NULL")
    return refused_unless(
        "planned_lawfully",
        insats.OPEN,
        (f"NEW.called_off OR {insats.TAKEN_ON[0]}", insats.TAKEN_ON[1]),
        insats.by("NEW.planned_by_id", insats.UNIT, "NEW.planned_at", "Enheten planerar möten."),
        (
            f"NEW.called_off OR (NEW.meeting_at > NEW.planned_at AND {day} <= f.last_day)",
            "Mötet ligger inte i framtiden, inom perioden.",
        ),
        (
            "NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM followup_plannedmeeting o"
            " WHERE o.id = NEW.replaces_id AND o.assignment_id = NEW.assignment_id"
            " AND NOT o.called_off)",
            "Mötet som ändras är inställt eller hör till en annan insats.",
        ),
        (f"NOT {noted}", "Närvaron vid mötet är redan antecknad."),
        declare=insats.facts(insats.OF_ASSIGNMENT),
    )


def attends_what_was_planned() -> pgtrigger.Trigger:
    """Närvaro at a planned meeting is of its insats and its day, and is noted once."""
    here = "NEW.meeting_id IS NULL OR "
    noted = NOTED.format(meeting="NEW.meeting_id", but_for="NEW.replaces_id")
    return refused_unless(
        "attends_what_was_planned",
        (
            f"{here}(f.assignment_id = NEW.assignment_id AND NOT f.called_off AND NOT f.replaced)",
            "Mötet är ändrat, inställt eller hör till en annan insats.",
        ),
        (
            f"{here}(f.meeting_at <= NEW.noted_at AND NEW.happened_on = {day_of('f.meeting_at')})",
            "Närvaron antecknas på mötets dag, när det har varit.",
        ),
        (f"{here}NOT {noted}", "Närvaron vid mötet är redan antecknad."),
        declare="""
            SELECT m.assignment_id, m.meeting_at, m.called_off,
                EXISTS (SELECT 1 FROM followup_plannedmeeting n WHERE n.replaces_id = m.id)
                    AS replaced
            INTO f FROM followup_plannedmeeting m WHERE m.id = NEW.meeting_id;
        """,
    )


class PlannedMeetingQuerySet(models.QuerySet["PlannedMeeting"]):
    """Meetings, of which a later row may have changed one or called it off."""

    def standing(self) -> Any:
        """Those that are to be, or have been: neither changed nor called off since."""
        return self.filter(replaced_by=None, called_off=False)

    def without_attendance(self) -> Any:
        """Those at which no närvaro is noted that still holds."""
        noted = Q(attendances__isnull=False, attendances__replaced_by=None)
        return self.filter(~Exists(self.model.objects.filter(noted, pk=OuterRef("pk"))))


class PlannedMeeting(models.Model):
    """Planerat möte, as it was agreed; changed or called off by a new row that says why."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="meetings")
    meeting_at = models.DateTimeField("mötet")
    activity = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="aktivitet")
    manner = models.CharField("mötesform", max_length=20, choices=Summons.Manner)
    place = models.CharField("plats", max_length=200, blank=True)
    purpose = models.TextField("vad mötet handlar om")
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField("planerat")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    called_off = models.BooleanField("inställt", default=False)
    why_replaced = models.TextField("varför mötet ändras eller ställs in", blank=True)

    objects = PlannedMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["meeting_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="planned_meeting_says_where",
                condition=Q(manner="besok", place__regex=r"\S")
                | Q(manner__in=["telefon", "video"], place=""),
            ),
            models.CheckConstraint(
                name="planned_meeting_says_what", condition=Q(purpose__regex=r"\S")
            ),
            models.CheckConstraint(
                name="planned_meeting_changed_with_reason",
                condition=Q(replaces=None, called_off=False, why_replaced="")
                | Q(replaces__isnull=False, why_replaced__regex=r"\S"),
            ),
        ]
        triggers = [
            append_only(),
            planned_lawfully(),
            not_by_the_barred(
                "planner_not_barred",
                insats.CASE_OF_ASSIGNMENT,
                "planned_by_id",
                "Den som är jävig planerar inga möten.",
            ),
        ]

    def __str__(self) -> str:
        return f"Möte {self.meeting_at.astimezone(clock.STOCKHOLM):%Y-%m-%d kl. %H.%M}"

    @property
    def day(self) -> Any:
        """The day of the meeting, in Stockholm."""
        return clock.day_of(self.meeting_at)

    @property
    def is_coming(self) -> bool:
        """Whether the meeting is still to be."""
        return not self.called_off and self.meeting_at > clock.now()

    @property
    def where(self) -> str:
        """The address, or that it is by telephone or video."""
        return self.place or self.get_manner_display()
