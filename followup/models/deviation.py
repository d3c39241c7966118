"""An avvikelse as it was reported, beside the personakt. SoL 27 kap. 1–6 §§, SOSFS 2011:9."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Declaration
from cases.models.seeing import held_by, units_beside
from followup.models import deviation_triggers as triggers
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.organisation.models import CHEFER, Appointment, Function, Unit, User


class DeviationQuerySet(models.QuerySet):
    """Deviation.objects: access is how you fetch, and it is another than the case's."""

    def not_about(self, user: Any) -> Self:
        """Without those that name the user, or whose case the user is jävig in. KL 6 kap. 28 §."""
        named = DeviationSubject.objects.filter(deviation=OuterRef("pk"), user=user)
        barring = Declaration.objects.barring().filter(case=OuterRef("case"), user=user)
        return self.filter(~Exists(named), ~Exists(barring))

    def handled_by(self, user: Any, on: date | None = None) -> Self:
        """Those that the user has to do with: the unit's chefer, who investigates, the top."""
        if not user.is_active:
            return self.none()
        held = Appointment.objects.on(on or clock.today()).filter(user=user)
        now = held_by(user, on)
        led = now.units(*CHEFER) | units_beside(now, [Function.FORVALTNINGSCHEF])
        given = DeviationInvestigator.objects.filter(deviation=OuterRef("pk")).order_by("-pk")
        mine = (Q(investigator=user.pk) | Q(handler=user.pk)) & Exists(held)
        rows = self.not_about(user).annotate(
            investigator=Subquery(given.values("user")[:1]), handler=_handler()
        )
        away = user.substitutes_in.on(on or clock.today()).values("user")
        return rows.filter(Q(unit__in=led) | mine | Exists(_chefer(on).filter(user__in=away)))

    def unhandled(self, on: date | None = None) -> Self:
        """Open, and everyone who could handle it is named in it or jävig: the nämnd appoints."""
        appointed = Appointment.objects.on(on or clock.today()).filter(
            _free(), user=OuterRef("handler"), user__is_active=True
        )
        rows = self.open().annotate(handler=_handler())
        return rows.filter(~Exists(_chefer(on)), ~Exists(appointed)).select_related("unit")

    def visible_to(self, user: Any, on: date | None = None) -> Self:
        """Those that the user may open: who handles them, and the nämnd's granskare."""
        units = units_beside(held_by(user, on), [Function.GRANSKARE])
        mine = self.handled_by(user, on).values("pk")
        return self.not_about(user).filter(Q(unit__in=units) | Q(pk__in=mine))

    def own(self, user: Any) -> Self:
        """What the user has reported: only that it came in and when it was closed."""
        return self.filter(reported_by=user).select_related("unit", "closing")

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(closing=None)

    def closed(self) -> Self:
        """Those that are."""
        return self.exclude(closing=None)

    def listed(self) -> Self:
        """With what a row of the list tells: where it stands and what is late."""
        return self.select_related("unit", "answer", "closing", "decision__ivo").prefetch_related(
            "receptions", "investigators__user", "inquiries", "measures__done"
        )

    def whole(self) -> Self:
        """With all that its page tells."""
        return self.select_related(
            "unit", "case", "reported_by", "answer__answered_by", "closing__closed_by",
            "closing__cause", "decision__decided_by", "decision__noted_by",
            "decision__ivo__sent_by",
        ).prefetch_related(
            "handlers__user", "receptions__received_by", "investigators__user",
            "inquiries__finished_by", "inquiries__cause", "measures__responsible",
            "measures__done__noted_by", "subjects__user", "informings__noted_by",
            "journal_notes__noted_by",
        )  # fmt: skip


def _free() -> Q:
    """Of an appointment: that the report (OuterRef) neither names its user nor bars them."""
    report = OuterRef(OuterRef("pk"))
    named = DeviationSubject.objects.filter(deviation=report, user=OuterRef("user"))
    barring = Declaration.objects.barring().filter(
        case=OuterRef(OuterRef("case")), user=OuterRef("user")
    )
    return ~Q(Exists(named)) & ~Q(Exists(barring))


def _chefer(on: date | None = None) -> Any:
    """What the report's chefer and the top hold, of those who may have to do with it."""
    here, area, whole = (
        Q(unit=OuterRef(name)) for name in ("unit", "unit__part_of", "unit__part_of__part_of")
    )
    top = Q(function=Function.FORVALTNINGSCHEF) & (here | area | whole)
    rows = Appointment.objects.on(on or clock.today()).filter(user__is_active=True)
    return rows.filter(Q(function__in=CHEFER) & here | top, _free())


def _handler() -> Subquery:
    """Whom the nämnd has appointed to handle the report."""
    rows = DeviationHandler.objects.filter(deviation=OuterRef("pk")).order_by("-pk")
    return Subquery(rows.values("user")[:1])


class Deviation(models.Model):
    """What was reported: frozen. What was done about it stands in rows of its own."""

    class Kind(models.TextChoices):
        COMPLAINT = "klagomal", "Klagomål"
        OPINION = "synpunkt", "Synpunkt"
        DEVIATION = "avvikelse", "Avvikelse"
        WRONG = "missforhallande", "Lex Sarah: missförhållande"
        RISK = "risk", "Lex Sarah: påtaglig risk för missförhållande"

    class From(models.TextChoices):
        STAFF = "personal", "Jag själv eller en kollega"
        PARTICIPANT = "deltagare", "Deltagaren"
        RELATIVE = "narstaende", "En närstående"
        OTHER = "annan", "Någon annan"
        ANONYMOUS = "anonym", "Någon som vill vara anonym"

    number = models.CharField("nummer", max_length=20, unique=True)
    kind = models.CharField("slag", max_length=16, choices=Kind)
    what = models.TextField("vad som har hänt")
    happened_on = models.DateField("dag")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="deviations", verbose_name="enhet")
    told_by = models.CharField("vem det kommer från", max_length=12, choices=From)
    done_at_once = models.TextField("vad som gjordes genast")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ärende"
    )
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("rapporterad")
    request_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="deviation_is_of_a_known_kind",
                condition=Q(
                    kind__in=["klagomal", "synpunkt", "avvikelse", "missforhallande", "risk"],
                    told_by__in=["personal", "deltagare", "narstaende", "annan", "anonym"],
                ),
            ),
            models.CheckConstraint(
                name="deviation_says_what_and_what_was_done",
                condition=Q(what__regex=r"\S", done_at_once__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="only_a_complaint_is_anonymous",
                condition=~Q(told_by="anonym") | Q(kind__in=["klagomal", "synpunkt"]),
            ),
        ]
        triggers = [append_only(), triggers.reported_lawfully()]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page; its number is all that the address tells."""
        return reverse("deviation", args=[self.number])

    @property
    def is_lex_sarah(self) -> bool:
        """Whether it was reported under 27 kap. 2 § SoL."""
        return self.kind in (self.Kind.WRONG, self.Kind.RISK)

    @property
    def is_complaint(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.kind in (self.Kind.COMPLAINT, self.Kind.OPINION)

    @property
    def received_on(self) -> date:
        """The day that its clock runs from: a klagomål's own, else the day of the report."""
        return self.happened_on if self.is_complaint else self.reported_on

    @property
    def reported_on(self) -> date:
        """The day of the report."""
        return timezone.localtime(self.reported_at).date()

    @property
    def reception(self) -> Any:
        """The latest bedömning of how it is handled, or None."""
        return _last(self.receptions)

    @property
    def appointed(self) -> Any:
        """Who investigates now, or None."""
        return _last(self.investigators)

    @property
    def of_namnd(self) -> Any:
        """Whom the nämnd has appointed to handle it, or None."""
        return _last(self.handlers)

    @property
    def inquiry(self) -> Any:
        """The latest finished investigation, or None."""
        return _last(self.inquiries)

    @property
    def informed(self) -> Any:
        """What was last noted of telling the person concerned, or None."""
        return _last(self.informings)

    @property
    def track(self) -> str:
        """How it is handled, once it has been received."""
        return self.reception.track if self.reception else ""

    @property
    def is_closed(self) -> bool:
        """Whether it is closed."""
        return hasattr(self, "closing")


def _last(rows: Any) -> Any:
    """The row that holds: each new one takes the place of the one before."""
    return max(rows.all(), key=lambda row: row.pk, default=None)


class DeviationSubject(models.Model):
    """A member of staff whom the report is about: neither handles it nor opens it."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="subjects")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["deviation", "user"], name="named_once_per_deviation")
        ]
        triggers = [append_only(), triggers.named_lawfully()]

    def __str__(self) -> str:
        return str(self.user)


class DeviationReception(models.Model):
    """Mottagen, by whom and when, how it is handled and what was done at once. 27 kap. 5 § SoL."""

    class Track(models.TextChoices):
        COMPLAINT = "klagomal", "Klagomål eller synpunkt: besvaras"
        DEVIATION = "avvikelse", "Avvikelse: åtgärdas av enheten"
        LEX_SARAH = "lex_sarah", "Lex Sarah: utreds och beslutas"

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="receptions")
    track = models.CharField("hur den hanteras", max_length=12, choices=Track)
    assessment = models.TextField("bedömning")
    measures = models.TextField("omedelbara åtgärder")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("mottagen")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="deviation_reception_says_something",
                condition=Q(
                    track__in=["klagomal", "avvikelse", "lex_sarah"],
                    assessment__regex=r"\S",
                    measures__regex=r"\S",
                ),
            )
        ]
        triggers = [append_only(), triggers.received_lawfully()]

    def __str__(self) -> str:
        return self.get_track_display()


class DeviationInvestigator(models.Model):
    """Who is appointed to investigate; the latest row holds. KL 6 kap. 28 §."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="investigators")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    appointed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField("utsedd")

    class Meta:
        ordering = ["pk"]
        triggers = [append_only(), triggers.appointed_lawfully()]

    def __str__(self) -> str:
        return str(self.user)


class DeviationHandler(models.Model):
    """Whom the nämnd has appointed to handle a report that nobody else can; the latest holds."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="handlers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    meeting_on = models.DateField("nämndens sammanträde")
    dnr = models.CharField("diarienummer", max_length=40)
    paragraph = models.CharField("paragraf", max_length=20)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="deviation_handler_stands_in_the_minutes",
                condition=Q(dnr__regex=r"\S", paragraph__regex=r"\S"),
            )
        ]
        triggers = [append_only(), triggers.handed_to_lawfully()]

    def __str__(self) -> str:
        return f"{self.user}, utsedd av nämnden {self.meeting_on} § {self.paragraph}"
