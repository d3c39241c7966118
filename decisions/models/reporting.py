"""Anmälan av delegationsbeslut: the lists, what is minuted specially, and what was announced.

KL 6 kap. 40 §, 7 kap. 8 §, 8 kap. 10 and 12 §§, 13 kap. 5 §.
"""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions import reporting_triggers as triggers
from decisions.models.decision import Decision
from decisions.unreported_triggers import is_reported
from jobbtorg.dated import DateRange
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import Function, Unit, User
from jobbtorg.organisation.namnder import beside, under

READERS = (
    Function.NAMNDSEKRETERARE,
    Function.GRANSKARE,
    Function.REGISTRATOR,
    Function.FORVALTNINGSCHEF,
)


def delegated(namnd: Unit) -> models.QuerySet[Decision]:
    """Every decision by the nämnd's delegates: its own stand in its minutes and are not reported.

    `namnd` is its förvaltning.
    """
    return Decision.objects.filter(decided_by__isnull=False, unit__in=beside([namnd.pk]))


def unreported(until: date, namnd: Unit) -> models.QuerySet[Decision]:
    """What is decided by the day and neither in a list nor minuted specially, oldest first."""
    theirs = beside([namnd.pk])
    left = Decision.objects.filter(unreported__unit__in=theirs, unreported__decided_on__lte=until)
    return left.order_by(
        "unreported__decided_on", "unreported__decided_at", "unreported__decision_id"
    )


def left_out(until: date, namnd: Unit) -> models.QuerySet[Decision]:
    """The same asked of the rows of law, which reads every decision: for the night's check."""
    left = delegated(namnd).filter(report_row=None, minute=None, decided_on__lte=until)
    return left.order_by("decided_on", "decided_at", "pk")


class ReportListQuerySet(models.QuerySet):
    """ReportList.objects: access is how you fetch."""

    def visible_to(self, user: User) -> Self:
        """Those of the nämnder where the user is one of the readers. OSL 8 kap. 1 §."""
        return self.filter(namnd__in=under(user, *READERS))


class ReportListManager(models.Manager.from_queryset(ReportListQuerySet)):  # type: ignore[misc]
    """Lists without their bytes, which are fetched where they are asked for."""

    def get_queryset(self) -> Any:
        """Every list."""
        return super().get_queryset().defer("pdf")


class ReportList(StoredLetter):
    """A fastställd list of a nämnd's delegated decisions in a period; nothing in it changes."""

    namnd = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="nämndens förvaltning"
    )
    number = models.CharField("löpnummer", max_length=20, unique=True)
    period_from = models.DateField("från och med")
    period_to = models.DateField("till och med")
    total = models.PositiveIntegerField("antal beslut")
    fixed_at = models.DateTimeField("fastställd")
    fixed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ReportListManager()

    class Meta(StoredLetter.Meta):
        ordering = ["-period_to"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="report_period_in_order", condition=Q(period_to__gte=F("period_from"))
            ),
            models.CheckConstraint(name="report_holds_something", condition=Q(total__gte=1)),
            ExclusionConstraint(
                name="report_periods_never_overlap",
                expressions=[
                    ("namnd", RangeOperators.EQUAL),
                    (DateRange("period_from", "period_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            *StoredLetter.Meta.triggers,
            triggers.fixed_lawfully(),
            triggers.leaves_nothing_out(),
        ]

    def __str__(self) -> str:
        return f"Anmälan av delegationsbeslut {self.number}"

    @property
    def file_name(self) -> str:
        """What its files are called, without ending."""
        return f"Anmalan-delegationsbeslut-{self.number.replace(':', '-')}"

    def get_absolute_url(self) -> str:
        """The list's own page."""
        return reverse("report", args=[self.pk])


class InLines:
    """A decision as it is reported: what is said of each ruling stands on a line of its own."""

    kinds: Any
    provisions: Any
    outcomes: Any
    points: Any

    @property
    def rulings(self) -> list[tuple[str, str, str, str]]:
        """Beslutstyp, lagrum, utfall and punkt of each ruling."""
        told = (self.kinds, self.provisions, self.outcomes, self.points)
        return list(zip(*(text.split("\n") for text in told), strict=True))


class ReportRow(InLines, models.Model):
    """One decision in its one list, in the words that it was reported with."""

    report_list = models.ForeignKey(ReportList, models.PROTECT, related_name="rows")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="report_row")
    position = models.PositiveIntegerField("löpnummer")
    decided_on = models.DateField("beslutsdatum")
    case_number = models.CharField("ärendenummer", max_length=20)
    kinds = models.TextField("beslutstyp")
    provisions = models.TextField("lagrum")
    outcomes = models.TextField("utfall")
    unit = models.CharField("enhet", max_length=100)
    delegate = models.CharField("delegat", max_length=300)
    delegate_title = models.CharField("befattning", max_length=200)
    points = models.TextField("delegationspunkt")
    late = models.BooleanField("fattat före perioden")

    class Meta:
        ordering = ["report_list", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report_list", "position"], name="report_position_once"
            ),
            models.CheckConstraint(name="report_position_from_one", condition=Q(position__gte=1)),
        ]
        triggers = [
            append_only(),
            triggers.reported_lawfully(),
            triggers.list_is_closed(),
            is_reported(),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.case_number}"


class SpecialMinute(models.Model):
    """That a delegated decision is minuted by itself, and so stands in no list. KL 7 kap. 8 §."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="minute")
    minuted_on = models.DateField("protokollets dag")
    dnr = models.CharField("diarienummer", max_length=40)
    paragraph = models.CharField("paragraf", max_length=20)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="minute_says_where",
                condition=Q(dnr__regex=r"\S", paragraph__regex=r"\S"),
            )
        ]
        triggers = [append_only(), triggers.minuted_lawfully(), is_reported()]

    def __str__(self) -> str:
        return f"protokoll {self.minuted_on}, § {self.paragraph}, dnr {self.dnr}"


class NoticeQuerySet(models.QuerySet):
    """Notice.objects."""

    def of(self, subject: "ReportList | Decision") -> Self:
        """What is noted of the list, or of the decision with minutes of its own; latest first."""
        if isinstance(subject, ReportList):
            return self.filter(report_list=subject)
        return self.filter(decision=subject)


class Notice(models.Model):
    """The protokoll: meeting, paragraph, justering and anslag. The latest row is what holds.

    It is about a list, or about one decision that has minutes of its own.
    """

    report_list = models.ForeignKey(
        ReportList, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    meeting_on = models.DateField("sammanträdesdag")
    paragraph = models.CharField("paragraf", max_length=20)
    adjusted_on = models.DateField("justerat")
    posted_on = models.DateField("anslaget")
    taken_down_on = models.DateField("nedtaget", null=True, blank=True)
    note = models.TextField("varför uppgifterna ändras", blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("antecknat")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_of_list_or_decision",
                condition=Q(report_list__isnull=False, decision=None)
                | Q(report_list=None, decision__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_has_paragraph", condition=Q(paragraph__regex=r"\S")
            ),
            models.CheckConstraint(
                name="notice_days_in_order",
                condition=Q(adjusted_on__gte=F("meeting_on"), posted_on__gte=F("adjusted_on"))
                & (Q(taken_down_on=None) | Q(taken_down_on__gte=F("posted_on"))),
            ),
        ]
        triggers = [append_only(), triggers.noticed_lawfully()]

    def __str__(self) -> str:
        return f"§ {self.paragraph}, anslaget {self.posted_on}"
