"""Logguppföljning: a unit's month, what was drawn from its log, and how each was judged."""

from datetime import date, datetime, time
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from cases.models import Case
from jobbtorg import clock
from jobbtorg.audit.models import PROTECTED, AccessLog, AccessLogQuerySet
from jobbtorg.deadlines import add_months
from jobbtorg.history import Audited, append_only, audited
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import Unit, User
from review import triggers


class Flag(models.TextChoices):
    """Why a reading is looked at, beside chance."""

    OWN = "eget", "Eget ärende"
    ADDRESS = "adress", "Samma adress"
    NAME = "efternamn", "Samma efternamn"
    COLLEAGUE = "kollega", "Kollegas namn"
    PROTECTED = "skyddad", "Skyddade uppgifter"
    OFTEN = "ofta", "Många gånger"
    MANY = "manga", "Många personer en dag"
    REFUSED = "nekad", "Nekades"
    CLOSED = "avslutat", "Efter avslut"
    WITHOUT = "utan_uppdrag", "Utan uppdrag"


class LogReviewQuerySet(models.QuerySet):
    """LogReview.objects."""

    def of(self, unit: Unit, month: date) -> Self:
        """The review of the unit's month, if it has begun."""
        return self.filter(unit=unit, month=month)


class LogReview(models.Model):
    """One unit's month: what was drawn is drawn once, from a seed that anyone can draw with."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField("månad")
    seed = models.CharField("frö", max_length=32)
    sample = models.PositiveSmallIntegerField("stickprov")
    looks = models.PositiveIntegerField("öppningar")
    readers = models.PositiveIntegerField("medarbetare")
    drawn = models.PositiveIntegerField("att bedöma")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("påbörjad")

    objects = LogReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="log_review_once"),
            models.CheckConstraint(name="log_review_of_a_month", condition=Q(month__day=1)),
        ]
        triggers = [append_only(), triggers.drawn_lawfully()]

    def __str__(self) -> str:
        return f"Logguppföljning {self.unit}, {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        """Its list."""
        return reverse("log_review", args=[self.unit_id, f"{self.month:%Y-%m}"])


def span(month: date) -> tuple[datetime, datetime]:
    """The month's first moment, and the one after its last."""
    first, end = (
        datetime.combine(day, time.min, clock.STOCKHOLM) for day in (month, add_months(month, 1))
    )
    return first, end


def with_hidden(rows: Any) -> Any:
    """Each row with whether its case's person is protected by now, as `hidden`."""
    protected = Case.objects.filter(number=OuterRef("case_number")).exclude(person__protection="")
    return rows.annotate(hidden=Exists(protected))


def log_of(unit: Unit, month: date) -> AccessLogQuerySet:
    """The month's rows by those who were at the unit when they read."""
    first, end = span(month)
    return AccessLog.objects.filter(unit=unit, at__gte=first, at__lt=end)


class FindingQuerySet(models.QuerySet):
    """Finding.objects."""

    def standing(self) -> Self:
        """Each with its latest outcome, as `outcome`."""
        latest = Judgement.objects.filter(finding=OuterRef("pk")).order_by("-pk")
        return self.annotate(outcome=Subquery(latest.values("outcome")[:1]))

    def waiting(self) -> Self:
        """Those that stand in the way of the report."""
        return self.standing().filter(Q(outcome=None) | Q(outcome="forklaring"))

    def to_explain(self) -> Self:
        """Those whose explanation is asked for and has not come."""
        asked = Judgement.objects.filter(finding=OuterRef("pk")).order_by("-pk")
        answered = Subquery(asked.values("answer__pk")[:1])
        return (
            self.standing()
            .annotate(answered=answered, reply_by=Subquery(asked.values("reply_by")[:1]))
            .filter(outcome="forklaring", answered=None, review__report=None)
            .order_by("reply_by", "pk")
        )


class FindingManager(models.Manager.from_queryset(FindingQuerySet)):  # type: ignore[misc]
    """Finding.objects: each knows whether its case's number may be told."""

    def get_queryset(self) -> Any:
        """With `hidden`."""
        return with_hidden(super().get_queryset())


class Finding(models.Model):
    """A reader and a case, or a reader and a day, that was drawn or flagged."""

    review = models.ForeignKey(LogReview, models.PROTECT, related_name="findings")
    position = models.PositiveIntegerField("nummer")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    case_number = models.CharField("ärende", max_length=20, blank=True)
    day = models.DateField("dag", null=True, blank=True)
    flags = ArrayField(models.CharField(max_length=20, choices=Flag), verbose_name="flaggor")
    looks = models.PositiveIntegerField("antal")
    first_at = models.DateTimeField("första")
    last_at = models.DateTimeField("senaste")
    outcome: str | None  # annotated by standing
    chain: list["Judgement"]  # set by review.report.judged
    now: "Judgement | None"  # set by review.report.judged

    hidden: bool  # annotated by the manager

    objects = FindingManager()

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="finding_position_once"),
            models.CheckConstraint(
                name="finding_of_case_or_day",
                condition=Q(case_number="", day__isnull=False)
                | ~Q(case_number="") & Q(day__isnull=True),
            ),
        ]
        triggers = [append_only(), triggers.drawn_at_once()]

    def __str__(self) -> str:
        return f"{self.reader}, {self.about}"

    @property
    def about(self) -> str:
        """The case, or the day with how many persons; of the protected not the case's number."""
        if self.case_number:
            hidden = Flag.PROTECTED in self.flags or getattr(self, "hidden", False)
            return PROTECTED if hidden else self.case_number
        return f"{self.looks} personer {self.day}"

    @property
    def why(self) -> list[str]:
        """Its flags in words; chance where there is none."""
        return [Flag(flag).label for flag in self.flags] or ["Stickprov"]

    @property
    def rows(self) -> Any:
        """The rows of the log that it is about."""
        found = with_hidden(log_of(self.review.unit, self.review.month).filter(user=self.reader))
        if self.case_number:
            return found.filter(case_number=self.case_number)
        return found.looks().filter(at__date=self.day)

    @property
    def latest(self) -> "Judgement | None":
        """How it is judged now."""
        return self.judgements.order_by("-pk").first()

    def get_absolute_url(self) -> str:
        """Its rows, and how it was judged."""
        return reverse("log_finding", args=[self.pk])


class Judgement(models.Model):
    """How it was judged, or that an explanation was asked for; the latest is what holds."""

    class Outcome(models.TextChoices):
        AUTHORISED = "behorig", "Behörig"
        EXPLAIN = "forklaring", "Begär förklaring"
        REPORT = "anmal", "Anmäl"

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="judgements")
    outcome = models.CharField("bedömning", max_length=12, choices=Outcome)
    note = models.TextField("varför", blank=True)
    reply_by = models.DateField("svar senast", null=True, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField("bedömd")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="explanation_has_a_day",
                condition=Q(outcome="forklaring", reply_by__isnull=False)
                | Q(outcome__in=["behorig", "anmal"], reply_by__isnull=True),
            ),
            models.CheckConstraint(
                name="report_says_why", condition=~Q(outcome="anmal") | Q(note__regex=r"\S")
            ),
        ]
        triggers = [append_only(), triggers.judged_lawfully()]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Explanation(models.Model):
    """What the reader's chef answered."""

    judgement = models.OneToOneField(Judgement, models.PROTECT, related_name="answer")
    text = models.TextField("förklaring")
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("svarat")

    class Meta:
        constraints = [
            models.CheckConstraint(name="explanation_says_it", condition=Q(text__regex=r"\S"))
        ]
        triggers = [append_only(), triggers.explained_lawfully()]

    def __str__(self) -> str:
        return f"Förklaring av {self.answered_by}"


class ReviewReport(StoredLetter):
    """The signed report of the unit's month, byte for byte as it was signed."""

    review = models.OneToOneField(LogReview, models.PROTECT, related_name="report")
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("undertecknad")

    class Meta(StoredLetter.Meta):
        triggers = [*StoredLetter.Meta.triggers, triggers.signed_lawfully()]


class ReaderFacts(Audited):
    """What is known of someone on the staff so that their own and relatives' cases are found.

    Noted only where the authority has decided so; without it surname and name alone tell.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="log_facts")
    personnummer = models.CharField("personnummer", max_length=12, blank=True)
    street = models.CharField("gatuadress", max_length=200, blank=True)
    postcode = models.CharField("postnummer", max_length=10, blank=True)
    history = audited()

    class Meta(Audited.Meta):
        constraints = [
            models.CheckConstraint(
                name="reader_personnummer_is_whole",
                condition=Q(personnummer="") | Q(personnummer__regex=r"^[0-9]{12}$"),
            )
        ]

    def __str__(self) -> str:
        return f"Uppgifter om {self.user}"
