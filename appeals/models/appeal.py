"""An appeal as it came in: what it is against, whose it is, and its papers. FL 43 §, KL 13 kap."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from appeals.models import triggers
from appeals.models.court_state import FREE, PENDING, TO_DO, UNJUDGED, CourtState, court_state
from cases.models import Case, Document, Representative
from cases.models.conflict import not_by_the_barred
from decisions.models import Decision
from decisions.models.service import CASE_OF_DECISION
from jobbtorg.arrivals import Delivery
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


class Concerns(models.TextChoices):
    """What is appealed: it tells the two ways apart. law.md §2.7, §5.6."""

    RIGHT = "ratt", "Rätten till insats"
    MAY = "befogenhet", "Insats utöver rätten"
    BOTH = "bada", "Båda, eller oklart vilket"
    FORMAL = "formellt", "Beslutet i en formell fråga"


BESVAR = (Concerns.RIGHT, Concerns.BOTH, Concerns.FORMAL)  # förvaltningsbesvär: through the nämnd
LEGALITY = (Concerns.MAY, Concerns.BOTH)  # laglighetsprövning: the court's alone


def _sent(*kinds: str) -> Exists:
    """Whether it has been sent in one of these ways."""
    transfers = Appeal.transfers.rel.related_model._default_manager
    return Exists(transfers.filter(appeal=OuterRef("pk"), kind__in=kinds))


class AppealQuerySet(models.QuerySet):
    """Appeal.objects: the appeal that came first, first."""

    def of(self, case: Case) -> Self:
        """The case's appeals, as they are now registered."""
        return self.current().filter(decision__application__case=case)

    def current(self) -> Self:
        """Those that no other row has been registered in place of."""
        return self.filter(replaced_by=None)

    def with_court(self, on: date | None = None) -> Self:
        """Each with where its two mål stand, as `court_besvar` and `court_laglighet`."""
        return self.annotate(
            court_besvar=court_state("besvar", on), court_laglighet=court_state("laglighet", on)
        )

    def waiting(self) -> Self:
        """Those that something must be done about: before they are the court's, or since. G8."""
        tried = Q(trial__outcome="for_sent") | Q(review__outcome="helt")
        besvar = Q(concerns__in=BESVAR) & ~tried & ~_sent("overlamnande", "annan_myndighet")
        legality = Q(concerns__in=LEGALITY) & ~_sent("vidarebefordran", "annan_myndighet")
        since = Q(court_besvar__in=TO_DO) | Q(court_laglighet__in=TO_DO)
        return self.current().with_court().filter(besvar | legality | since)

    def at_court(self) -> Self:
        """Those that a court has, or has judged so lately that the judgment may be appealed."""
        pending = Q(court_besvar__in=PENDING) | Q(court_laglighet__in=PENDING)
        return self.current().with_court().filter(pending)

    def to_do(self) -> Self:
        """What waits, and what the court has yet to get of what has come since. FL 46 §."""
        sent = Appeal.transfers.rel.related_model._default_manager.filter(appeal=OuterRef("pk"))
        sent = sent.exclude(kind="annan_myndighet").order_by("-made_at")
        rows = self.current().with_court().annotate(last_sent=Subquery(sent.values("made_at")[:1]))
        late = Q(papers__noted_at__gt=F("last_sent")) | Q(statements__decided_at__gt=F("last_sent"))
        late &= Q(court_besvar__in=UNJUDGED) | Q(court_laglighet__in=UNJUDGED)
        waiting = Q(pk__in=self.waiting().values("pk"))
        return rows.filter(waiting | late).distinct()

    def binding(self) -> Self:
        """The förvaltningsbesvär under which the decision stands: none turned away, met, judged."""
        ended = Q(trial__outcome="for_sent") | Q(review__outcome="helt")
        elsewhere = _sent("annan_myndighet")
        rows = self.current().filter(Q(concerns__in=BESVAR) & ~elsewhere).exclude(ended)
        return rows.with_court().exclude(court_besvar__in=FREE)

    def judged(self) -> Self:
        """The förvaltningsbesvär that a court has judged for good."""
        return self.current().with_court().filter(concerns__in=BESVAR, court_besvar__in=FREE)

    def handed_over(self) -> Self:
        """Those that are the court's. FL 39 and 46 §§."""
        return self.filter(_sent("overlamnande"))

    def whole(self) -> Self:
        """With all that a page of it shows."""
        return self.with_court().select_related(
            "decision__application__case__person",
            "decision__application__case__unit",
            "decision__application__case__coach",
            "replaced_by",
            "decision__letter",
            "representative",
            "registered_by",
            "trial__decided_by",
            "trial__service",
            "trial__rejection",
            "review__decided_by",
            "review__decision",
        ).prefetch_related(
            "papers__document", "transfers__sent_by", "transfers__party_letter__sent_by",
            "statements__decided_by", "court_events__noted_by", "court_events__document",
            "judgments__noted_by", "judgments__document", "judgments__execution__noted_by",
            "judgments__remission__application__case",
        )  # fmt: skip


class Appeal(models.Model):
    """Överklagande: frozen as it came in. What was registered wrong is registered anew."""

    class By(models.TextChoices):
        PARTY = "part", "Den sökande själv"
        REPRESENTATIVE = "foretradare", "Ombud eller annan företrädare"
        MEMBER = "medlem", "Någon annan, som medlem av kommunen"
        OTHER = "annan", "Någon annan, utan fullmakt"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    concerns = models.CharField("vad som överklagas", max_length=12, choices=Concerns)
    dnr = models.CharField("diarienummer", max_length=40)
    noticed_on = models.DateField("ni fick det")
    arrived_on = models.DateField("ankomstdag")
    delivery = models.CharField("hur det kom in", max_length=20, choices=Delivery)
    arrival_reason = models.TextField("skäl för ankomstdagen", blank=True)
    court_arrived_on = models.DateField("kom in till domstolen", null=True, blank=True)
    by = models.CharField("vem som överklagar", max_length=12, choices=By, default=By.PARTY)
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("namn", max_length=200, blank=True)
    unsigned = models.BooleanField("saknar underskrift", default=False)
    asks = models.TextField("vad som begärs", blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    replaced_because = models.TextField("varför det registreras om", blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrerat")

    court_besvar: str  # annotated by with_court
    court_laglighet: str  # annotated by with_court

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["arrived_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appeal_is_of_a_known_kind",
                condition=Q(concerns__in=Concerns.values, delivery__in=Delivery.values)
                & Q(dnr__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="appeal_is_someones",
                condition=Q(by="part", representative=None, name="")
                | Q(by="foretradare", representative__isnull=False, name="")
                | Q(by__in=["medlem", "annan"], representative=None, name__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="appeal_arrived_before_noticed",
                condition=Q(arrived_on__lte=F("noticed_on")),
            ),
            models.CheckConstraint(
                name="appeal_arrival_by_the_statute_or_for_a_reason",
                condition=Q(arrival_reason__regex=r"\S")
                | Q(delivery__in=["epost", "digital"])
                | Q(delivery="overlamnad", arrived_on=F("noticed_on"))
                | Q(delivery__in=["post", "brevlada"], arrived_on__lt=F("noticed_on")),
            ),
            models.CheckConstraint(
                name="registered_anew_for_a_reason",
                condition=Q(replaces=None, replaced_because="")
                | Q(replaces__isnull=False, replaced_because__regex=r"\S"),
            ),
        ]
        triggers = [
            append_only(),
            triggers.registered_lawfully(),
            triggers.has_a_paper(),
            not_by_the_barred(
                "appeal_registrar_not_barred",
                CASE_OF_DECISION,
                "registered_by_id",
                "Den som är jävig registrerar inget överklagande.",
            ),
        ]

    def __str__(self) -> str:
        return f"överklagande {self.dnr}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("appeal", args=[self.case.slug, self.pk])

    @property
    def case(self) -> Case:
        """The case that the decision is in."""
        return self.decision.application.case

    @property
    def is_besvar(self) -> bool:
        """Whether it goes through the nämnd: rättidsprövning, omprövning, överlämnande."""
        return self.concerns in BESVAR

    @property
    def is_legality(self) -> bool:
        """Whether the court alone tries it: forwarded at once, if it came to the city."""
        return self.concerns in LEGALITY

    @property
    def is_void(self) -> bool:
        """Whether it was registered anew."""
        return hasattr(self, "replaced_by")

    @property
    def who(self) -> str:
        """Who appeals."""
        if self.by == self.By.PARTY:
            return self.case.person.name
        return str(self.representative or self.name)

    def sent(self, kind: str) -> Any:
        """What was sent of this kind first, or None."""
        return next((row for row in self.transfers.all() if row.kind == kind), None)

    def court_state(self, way: str) -> CourtState:
        """Where the mål of this way stands: today, or on the day for which it was fetched."""
        if not hasattr(self, f"court_{way}"):
            found = Appeal.objects.with_court().get(pk=self.pk)
            self.court_besvar, self.court_laglighet = found.court_besvar, found.court_laglighet
        return CourtState(getattr(self, f"court_{way}"))


class AppealPaper(models.Model):
    """A paper of the appeal: what came first, and what the person has added since."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="appeal_papers")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "document"], name="paper_once_per_appeal")
        ]
        triggers = [append_only(), triggers.paper_of_the_case()]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def received_on(self) -> date:
        """The day the paper came in."""
        return self.document.received_on
