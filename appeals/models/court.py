"""What comes from the courts: what they ask, what they decide, and that it has been done.

FL 46 §, KL 13 kap., FPL.
"""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from appeals.models import court_triggers
from appeals.models.appeal import Appeal
from cases.models import Application, Document
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


class Way(models.TextChoices):
    """By which of the two ways the court tries it; who appeals both has two mål. law.md §2.7."""

    BESVAR = "besvar", "Rätten till insats"
    LEGALITY = "laglighet", "Insats utöver rätten"


class Instance(models.TextChoices):
    """The courts, the first first."""

    FIRST = "forvaltningsratten", "Förvaltningsrätten"
    SECOND = "kammarratten", "Kammarrätten"
    HIGHEST = "hfd", "Högsta förvaltningsdomstolen"

    @property
    def inside(self) -> str:
        """The court's name inside a sentence."""
        return str(self.label) if self == Instance.HIGHEST else str(self.label).lower()


HIGHER = (Instance.SECOND, Instance.HIGHEST)


def corrected_for_a_reason(name: str) -> models.CheckConstraint:
    """What is put right says why, and keeps the place of what was wrong; all else has neither."""
    return models.CheckConstraint(
        name=name,
        condition=Q(replaces=None, placed_at=None, reason="", strikes=False)
        | Q(replaces__isnull=False, placed_at__isnull=False, reason__regex=r"\S"),
    )


class FromCourt(models.Model):
    """Something of a mål: which court, noted once, with the court's paper where there is one.

    What was noted wrong is replaced by a row that has its place in the order, for a reason; or
    by one that `strikes` it, where nothing should have been noted at all.
    """

    way = models.CharField("vad målet gäller", max_length=12, choices=Way)
    instance = models.CharField("domstol", max_length=20, choices=Instance)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="handling"
    )
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    strikes = models.BooleanField("skulle inte ha antecknats", default=False, db_default=False)
    reason = models.TextField("varför det rättas", blank=True, default="", db_default="")
    placed_at = models.DateTimeField("antecknat från början", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it stands in the order: what is put right stands where the wrong one stood."""
        return self.placed_at or self.noted_at, self.pk

    @property
    def court(self) -> str:
        """The court's name inside a sentence."""
        return Instance(self.instance).inside


class Judgment(FromCourt):
    """Dom eller beslut som avgör målet, as seen from who appealed to begin with."""

    class Outcome(models.TextChoices):
        DISMISSED = "avslag", "Avslag: överklagandet får inte gehör"
        GRANTED = "bifall", "Bifall: personen får rätt"
        QUASHED = "upphavt", "Upphävt: beslutet gäller inte"
        REMITTED = "aterforvisat", "Återförvisat till er: ny utredning"
        BACK = "aterforvisat_ratten", "Återförvisat till en lägre rätt"
        UPHELD = "faststallt", "Ert beslut fastställs, en lägre dom ändras"
        REJECTED = "avvisat", "Avvisat: överklagandet prövas inte"
        STRUCK = "avskrivet", "Avskrivet"

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="judgments")
    outcome = models.CharField("utgång", max_length=20, choices=Outcome)
    judged_on = models.DateField("domens dag")
    arrived_on = models.DateField("ni fick domen")
    last_day = models.DateField("sista dag för er att överklaga domen")
    text = models.TextField("vad rätten bestämde")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="judgment_is_of_a_known_kind",
                condition=Q(way__in=Way.values, instance__in=Instance.values, text__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="judgment_outcome_of_its_way",
                condition=Q(outcome__in=["avslag", "avvisat", "avskrivet"])
                | Q(outcome__in=["bifall", "aterforvisat"], way="besvar")
                | Q(outcome="upphavt", way="laglighet")
                | Q(outcome__in=["aterforvisat_ratten", "faststallt"], instance__in=HIGHER),
            ),
            models.CheckConstraint(
                name="judged_before_it_came", condition=Q(judged_on__lte=F("arrived_on"))
            ),
            corrected_for_a_reason("judgment_corrected_for_a_reason"),
        ]
        triggers = [
            append_only(),
            court_triggers.judged_lawfully(),
            court_triggers.judgment_corrected_lawfully(),
        ]

    def __str__(self) -> str:
        return f"{self.get_instance_display()} {self.judged_on}"

    @property
    def short(self) -> str:
        """The outcome in a word or two."""
        return self.get_outcome_display().partition(":")[0]


class CourtEvent(FromCourt):
    """What else a court has told, or what has been asked of it: written once, in order."""

    class Kind(models.TextChoices):
        NUMBER = "malnummer", "Målnummer"
        ORDERED = "forelaggande", "Ni ska yttra er"
        STAY_ASKED = "inhibition_begard", "Inhibition begärd"
        STAYED = "inhibition_beviljad", "Inhibition beviljad"
        STAY_REFUSED = "inhibition_avslagen", "Inhibition avslagen"
        STAY_LIFTED = "inhibition_upphavd", "Inhibition upphävd"
        APPEALED = "overklagat", "Domen är överklagad till nästa domstol"
        LEAVE = "pt_beviljat", "Prövningstillstånd beviljat"
        NO_LEAVE = "pt_nekat", "Prövningstillstånd inte beviljat"

    class By(models.TextChoices):
        PARTY = "part", "Personen"
        NAMND = "namnd", "Nämnden"

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="court_events")
    kind = models.CharField("vad", max_length=20, choices=Kind)
    event_on = models.DateField("dag")
    case_number = models.CharField("målnummer", max_length=40, blank=True)
    reply_by = models.DateField("yttrande senast", null=True, blank=True)
    by = models.CharField("vem som överklagar domen", max_length=12, choices=By, blank=True)
    judgment = models.ForeignKey(
        Judgment, models.PROTECT, null=True, blank=True, related_name="appealed"
    )
    text = models.TextField("anteckning", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="court_event_is_of_a_known_kind",
                condition=Q(
                    way__in=Way.values,
                    instance__in=Instance.values,
                    kind__in=[
                        "malnummer", "forelaggande", "inhibition_begard", "inhibition_beviljad",
                        "inhibition_avslagen", "inhibition_upphavd", "overklagat", "pt_beviljat",
                        "pt_nekat",
                    ],
                ),
            ),
            models.CheckConstraint(
                name="court_event_has_what_its_kind_has",
                condition=(
                    Q(kind="malnummer", case_number__regex=r"\S")
                    | ~Q(kind="malnummer") & Q(case_number="")
                )
                & (
                    Q(kind="forelaggande", reply_by__isnull=False, reply_by__gte=F("event_on"))
                    | ~Q(kind="forelaggande") & Q(reply_by=None)
                )
                & (
                    Q(kind="overklagat", by__in=["part", "namnd"], judgment__isnull=False)
                    | ~Q(kind="overklagat") & Q(by="", judgment=None)
                ),
            ),
            models.CheckConstraint(
                name="leave_is_of_a_higher_court",
                condition=~Q(kind__in=["overklagat", "pt_beviljat", "pt_nekat"])
                | Q(instance__in=HIGHER),
            ),
            corrected_for_a_reason("court_event_corrected_for_a_reason"),
        ]  # fmt: skip
        triggers = [
            append_only(),
            court_triggers.noted_lawfully(),
            court_triggers.event_corrected_lawfully(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.event_on}"


class JudgmentExecution(models.Model):
    """That what the court decided has been done. SoL 35 kap. 5 §, KL 13 kap. 15 §."""

    judgment = models.OneToOneField(Judgment, models.PROTECT, related_name="execution")
    done_on = models.DateField("verkställd")
    how = models.TextField("hur domen verkställdes")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        constraints = [
            models.CheckConstraint(name="executed_somehow", condition=Q(how__regex=r"\S"))
        ]
        triggers = [append_only(), court_triggers.judgment_executed_lawfully()]

    def __str__(self) -> str:
        return f"verkställd {self.done_on}"


class Remission(models.Model):
    """Återförvisning: the application that the court has the nämnd investigate anew."""

    judgment = models.OneToOneField(Judgment, models.PROTECT, related_name="remission")
    application = models.OneToOneField(Application, models.PROTECT, related_name="remission")

    class Meta:
        triggers = [append_only(), court_triggers.remitted_lawfully()]

    def __str__(self) -> str:
        return f"återförvisad {self.judgment}"


class RemittedApplication(Application):
    """The application as the court's judgment sees it: none comes back without one."""

    class Meta:
        proxy = True
        triggers = [court_triggers.comes_from_a_judgment()]
