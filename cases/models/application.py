"""The application as it was received, and what is noted beside it until it is decided."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.models import triggers
from cases.models.advice_triggers import applies_no_more
from cases.models.conflict import not_by_the_barred
from jobbtorg import clock
from jobbtorg.arrivals import Delivery
from jobbtorg.deadlines import add_months
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


class Outcome(models.TextChoices):
    """What a ruling gives of what was asked for."""

    GRANTED = "bifall", "Bifall"
    PARTLY = "delvis", "Delvis bifall"
    REFUSED = "avslag", "Avslag"


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Application.objects: and what they have been granted."""

    def granted(self) -> Self:
        """Those to which the decision that holds gives an insats, wholly or partly."""
        return self.filter(
            decisions__changed_by=None,
            decisions__rulings__outcome__in=(Outcome.GRANTED, Outcome.PARTLY),
        )

    def unclosed(self) -> Self:
        """The granted ones whose insats is not closed; a closing closes those before it too."""
        closed = Application.objects.filter(
            case=OuterRef("case"),
            pk__gte=OuterRef("pk"),
            closings__strikes=False,
            closings__replaced_by=None,
        )
        return self.granted().filter(~Exists(closed))


class Application(models.Model):
    """The application as it was received: frozen. SoL 14 kap. 2 §, FL 19 and 22 §§."""

    class Channel(models.TextChoices):
        WRITTEN = "skriftlig", "Skriftlig"
        ORAL = "muntlig", "Muntlig"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="applications")
    noticed_on = models.DateField("mottagen")
    arrived_on = models.DateField("ankomstdag")
    arrival_reason = models.TextField("skäl för ankomstdagen", blank=True)
    channel = models.CharField("kanal", max_length=20, choices=Channel)
    delivery = models.CharField("hur den kom in", max_length=20, choices=Delivery, blank=True)
    made_by = models.CharField("ansökan gjordes av", max_length=200, blank=True)
    remitted = models.BooleanField("återförvisad av domstolen", default=False)
    own_words = models.TextField("med den sökandes egna ord")
    reached_by = models.ForeignKey(Code, models.PROTECT, related_name="+")
    target_group = models.ForeignKey(Code, models.PROTECT, related_name="+")
    received_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="togs emot av"
    )
    contact = models.OneToOneField(
        "cases.AdviceContact", models.PROTECT, null=True, blank=True, related_name="application"
    )
    registered_at = models.DateTimeField("registrerad")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    request_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["arrived_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="written_application_came_somehow",
                condition=Q(channel="muntlig", delivery="")
                | Q(channel="skriftlig", delivery__in=Delivery.values),
            ),
            models.CheckConstraint(
                name="application_arrived_before_noticed",
                condition=Q(arrived_on__lte=F("noticed_on")),
            ),
            models.CheckConstraint(
                name="arrival_by_the_statute_or_for_a_reason",
                condition=Q(arrival_reason__regex=r"\S")
                | Q(channel="muntlig")
                | Q(delivery__in=["epost", "digital"])
                | Q(delivery="overlamnad", arrived_on=F("noticed_on"))
                | Q(delivery__in=["post", "brevlada"], arrived_on__lt=F("noticed_on")),
            ),
        ]
        triggers = [
            append_only(),
            triggers.applied_in_order(),
            triggers.from_its_contact(),
            applies_no_more("NEW.contact_id"),
        ]

    def __str__(self) -> str:
        return f"ansökan {self.arrived_on} i {self.case_id}"

    @property
    def is_continued(self) -> bool:
        """Whether an earlier application in the case has been decided: it asks for more.

        What a court has sent back asks for what it asked for before.
        """
        return not self.remitted and self.case.applications.filter(pk__lt=self.pk).exists()

    @property
    def six_months_on(self) -> date:
        """The day on which it is six months since it came. FL 12 §, lag (1930:173)."""
        return add_months(self.arrived_on, 6)

    @property
    def may_be_hastened_from(self) -> date:
        """The first day on which the person may ask for a decision. FL 12 §."""
        return self.six_months_on + timedelta(days=1)

    def age(self) -> int:
        """Days since it came."""
        return (clock.today() - self.arrived_on).days


class NotedRow(models.Model):
    """Something noted about an application: written once, by whom and when."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="%(class)ss")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        abstract = True
        ordering = ["pk"]
        triggers = [
            append_only(),
            not_by_the_barred(
                "noter_not_barred",
                triggers.APPLICATIONS_CASE,
                "noted_by_id",
                "Den som är jävig antecknar inget i ärendet.",
            ),
        ]


class How(models.TextChoices):
    """How someone told the authority something, or was told by it."""

    LETTER = "brev", "Brev"
    EMAIL = "epost", "E-post"
    DIGITAL = "digital", "Digital tjänst"
    PHONE = "telefon", "Telefon"
    MEETING = "mote", "Vid möte"


class Clarification(NotedRow):
    """What the person has made clear since; the application itself stays as it came. FL 20 §."""

    said_on = models.DateField("sagt")
    how = models.CharField("hur", max_length=20, choices=How)
    text = models.TextField("förtydligande")

    class Meta(NotedRow.Meta):
        pass

    def __str__(self) -> str:
        return f"förtydligande {self.said_on}"


class CompletionRequest(NotedRow):
    """What the application lacks, and by when; `binding` says that it cannot be tried without.

    FL 20 §: help first; a föreläggande, with its consequence, only where it cannot be tried.
    """

    asked_on = models.DateField("begärt")
    how = models.CharField("hur", max_length=20, choices=How)
    lacking = models.TextField("vad som saknas")
    reply_by = models.DateField("svara senast")
    binding = models.BooleanField("går inte att pröva utan")

    class Meta(NotedRow.Meta):
        constraints = [
            models.CheckConstraint(
                name="completion_has_time", condition=Q(reply_by__gt=F("asked_on"))
            )
        ]

    def __str__(self) -> str:
        return f"komplettering begärd {self.asked_on}"

    @property
    def is_open(self) -> bool:
        """Whether nothing has come yet."""
        return not hasattr(self, "answer")

    @property
    def is_late(self) -> bool:
        """Whether the days to answer have passed without an answer."""
        return self.is_open and self.reply_by < clock.today()


class CompletionAnswer(models.Model):
    """What came, and whether it was enough."""

    request = models.OneToOneField(CompletionRequest, models.PROTECT, related_name="answer")
    came_on = models.DateField("kom in")
    text = models.TextField("vad som kom in")
    enough = models.BooleanField("räcker för att pröva ansökan")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        triggers = [
            append_only(),
            not_by_the_barred(
                "noter_not_barred",
                triggers.COMPLETIONS_CASE,
                "noted_by_id",
                "Den som är jävig antecknar inget i ärendet.",
            ),
        ]

    def __str__(self) -> str:
        return f"komplettering {self.came_on}"


class Withdrawal(NotedRow):
    """That the person no longer asks: how, when and by whom it was said."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField("återkallad")
    how = models.CharField("hur", max_length=20, choices=How)
    by_whom = models.CharField("av vem", max_length=200)
    text = models.TextField("vad som sades", blank=True)

    class Meta(NotedRow.Meta):
        triggers = [*NotedRow.Meta.triggers, triggers.withdrawn_before_decided()]

    def __str__(self) -> str:
        return f"återkallad {self.withdrawn_on}"


class DecisionRequest(NotedRow):
    """Begäran om avgörande: from here there are four weeks, once per application. FL 12 §."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="decision_request")
    arrived_on = models.DateField("ankomstdag")
    due_on = models.DateField("avgör senast")

    class Meta(NotedRow.Meta):
        constraints = [
            models.CheckConstraint(
                name="decision_request_has_four_weeks", condition=Q(due_on__gt=F("arrived_on"))
            )
        ]
        triggers = [*NotedRow.Meta.triggers, triggers.hastened_after_six_months()]

    def __str__(self) -> str:
        return f"begäran om avgörande {self.arrived_on}"


class DelayNotice(NotedRow):
    """That the person was told that the decision will be much delayed, and why. FL 11 §."""

    told_on = models.DateField("underrättad")
    how = models.CharField("hur", max_length=20, choices=How)
    reason = models.TextField("orsak")
    expected_on = models.DateField("beslut väntas")

    class Meta(NotedRow.Meta):
        pass

    def __str__(self) -> str:
        return f"underrättad om dröjsmål {self.told_on}"
