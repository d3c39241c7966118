"""Law, guidelines, forms, code lists, letter texts and settings: rows with days, not constants."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from jobbtorg import clock
from jobbtorg.built_once import built_once
from jobbtorg.dated import Dated, DatedQuerySet, never_overlapping, ordered_days
from jobbtorg.history import Audited, audited
from jobbtorg.once import once, reading
from jobbtorg.rulebook.models import triggers
from jobbtorg.rulebook.models.proposals import Proposal


class Version(Dated):
    """A version of the rulebook: written once, ended by a date. A change is a new version.

    `proposal` says who proposed and who published it; what the city began with has none.
    """

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, editable=False, verbose_name="förslag"
    )

    class Meta(Dated.Meta):
        abstract = True
        triggers = [*Dated.Meta.triggers, *triggers.never_edited()]

    def status(self, on: date | None = None) -> tuple[str, str]:
        """What the version is called on the day, and the tone of its tag."""
        day = on or clock.today()
        if self.valid_from > day:
            return "Kommande", "info"
        if self.valid_to and self.valid_to < day:
            return "Upphörd", "quiet"
        return ("Upphör", "warning") if self.valid_to else ("Gäller", "success")


class Provision(Version):
    """A provision under one law: what a key such as "ratt" is called while that law holds."""

    key = models.SlugField("nyckel")
    law = models.CharField("lag", max_length=200)
    short = models.CharField("förkortning", max_length=20)
    ref = models.CharField("kapitel och paragraf", max_length=60)
    meaning = models.TextField("vad den betyder, i en mening")
    history = audited()

    class Meta(Version.Meta):
        ordering = ["key", "valid_from"]
        constraints = [
            ordered_days("provision_days_in_order"),
            never_overlapping("provision_never_twice", "key"),
        ]
        triggers = [*Version.Meta.triggers, triggers.published_as(Proposal.Kind.LAGRUM)]

    def __str__(self) -> str:
        return f"{self.ref} {self.short}"

    @property
    def cited(self) -> str:
        """As a decision cites it: reference and the law with its number."""
        return f"{self.ref} {self.law}"


class RiktlinjeQuerySet(DatedQuerySet):
    """Guidelines, and whether the nämnd knows of them."""

    def to_report(self) -> Self:
        """Updated by delegation and not yet reported to the nämnd. KL 6 kap. 40 §."""
        return self.filter(proposal__isnull=False, reports=None).order_by("valid_from")


class Riktlinje(Version):
    """A version of the nämnd's guideline, with its criteria."""

    name = models.CharField("namn", max_length=200)
    dnr = models.CharField("diarienummer", max_length=40, blank=True)
    insats = models.CharField("insatsens namn", max_length=100)
    longest_months = models.PositiveSmallIntegerField("längsta period i månader", default=6)
    history = audited()

    objects = RiktlinjeQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Version.Meta):
        constraints = [
            ordered_days("riktlinje_days_in_order"),
            never_overlapping("riktlinje_one_at_a_time"),
        ]
        triggers = [*Version.Meta.triggers, triggers.published_as(Proposal.Kind.RIKTLINJE)]

    def __str__(self) -> str:
        return f"{self.name}, gäller från {self.valid_from}"


class Criterion(Audited):
    """A criterion of a guideline. It never decides alone; `bars_grant` stops a proposal."""

    riktlinje = models.ForeignKey(Riktlinje, models.PROTECT, related_name="criteria")
    code = models.SlugField("kod")
    question = models.CharField("fråga", max_length=300)
    help = models.CharField("hjälptext", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("ordning")
    bars_grant = models.BooleanField("hindrar förslag om bifall när det inte är uppfyllt")
    bar_sentence = models.CharField("mening när det hindrar", max_length=300, blank=True)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["riktlinje", "order"]
        constraints = [models.UniqueConstraint(fields=["riktlinje", "code"], name="criterion_once")]
        triggers = [*Audited.Meta.triggers, triggers.written_with("riktlinje")]

    def __str__(self) -> str:
        return self.question


class AssessmentForm(Version):
    """A version of the form Initial bedömning del 2."""

    name = models.CharField("namn", max_length=100)
    history = audited()

    class Meta(Version.Meta):
        constraints = [
            ordered_days("assessment_form_days_in_order"),
            never_overlapping("assessment_form_one_at_a_time"),
        ]
        triggers = [*Version.Meta.triggers, triggers.published_as(Proposal.Kind.FORMULAR)]

    def __str__(self) -> str:
        return f"{self.name}, gäller från {self.valid_from}"


class Question(Audited):
    """A question of the form, under its section."""

    form = models.ForeignKey(AssessmentForm, models.PROTECT, related_name="questions")
    section = models.CharField("avsnitt", max_length=100)
    text = models.CharField("fråga", max_length=300)
    help = models.CharField("hjälptext", max_length=500, blank=True)
    required = models.BooleanField("ska besvaras", default=True)
    order = models.PositiveSmallIntegerField("ordning")
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["form", "order"]
        constraints = [models.UniqueConstraint(fields=["form", "order"], name="question_once")]
        triggers = [*Audited.Meta.triggers, triggers.written_with("assessment_form")]

    def __str__(self) -> str:
        return self.text


class Code(Version):
    """An entry of a code list: how a person was reached, which target group, type of document."""

    class List(models.TextChoices):
        REACHED = "nadd_via", "Nåddes via"
        TARGET_GROUP = "malgrupp", "Målgrupp"
        DOCUMENT_TYPE = "handlingstyp", "Typ av handling"
        CONTACT_KIND = "kontaktslag", "Slag av kontakt"
        DISTRICT = "stadsdelsforvaltning", "Stadsdelsförvaltning"
        NEED = "behov", "Behov vid hänvisning"
        SIGNPOSTED_BY = "hanvisas_genom", "Hur hänvisningen sker"
        ACTIVITY = "aktivitet", "Aktivitet i jobbplanen"
        CLOSING_REASON = "avslutsorsak", "Orsak till avslut"
        DEVIATION_CAUSE = "avvikelseorsak", "Orsak till avvikelse"
        OPENING_REASON = "oppningsskal", "Skäl att öppna ett ärende"
        SECRECY = "sekretessgrund", "Stöd för att maska"

    class CountsAs(models.TextChoices):
        """What a closing for this reason is counted as in the indicators. law.md §11."""

        WORK = "arbete", "Arbete"
        STUDIES = "studier", "Studier"

    list = models.CharField("lista", max_length=40, choices=List)
    code = models.SlugField("kod")
    label = models.CharField("benämning", max_length=100)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    counts_as = models.CharField("räknas som", max_length=10, choices=CountsAs, blank=True)
    history = audited()

    class Meta(Version.Meta):
        ordering = ["list", "order", "label"]
        constraints = [
            ordered_days("code_days_in_order"),
            never_overlapping("code_never_twice", "list", "code"),
            models.CheckConstraint(
                name="only_a_closing_reason_counts",
                condition=Q(counts_as="")
                | Q(list="avslutsorsak", counts_as__in=["arbete", "studier"]),
            ),
        ]
        triggers = [*Version.Meta.triggers, triggers.published_as(Proposal.Kind.KOD)]

    def __str__(self) -> str:
        return self.label


class LetterText(Version):
    """A sentence or paragraph that letters are made of, with its owner."""

    key = models.CharField("nyckel", max_length=100)
    text = models.TextField("text")
    owner = models.CharField("ägare", max_length=100)
    history = audited()

    class Meta(Version.Meta):
        ordering = ["key", "valid_from"]
        constraints = [
            ordered_days("letter_text_days_in_order"),
            never_overlapping("letter_text_never_twice", "key"),
        ]
        triggers = [*Version.Meta.triggers, triggers.published_as(Proposal.Kind.BREVTEXT)]

    def __str__(self) -> str:
        return self.key


class Setting(Version):
    """A value that the city decides and may change: a threshold, a target, a default."""

    key = models.SlugField("nyckel", max_length=60)
    value = models.JSONField("värde")
    explanation = models.CharField("vad värdet styr", max_length=300)
    history = audited()

    class Meta(Version.Meta):
        ordering = ["key", "valid_from"]
        constraints = [
            ordered_days("setting_days_in_order"),
            never_overlapping("setting_never_twice", "key"),
        ]
        triggers = [*Version.Meta.triggers, triggers.published_as(Proposal.Kind.INSTALLNING)]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


def _settings(day: date) -> dict[str, "Setting"]:
    """All that are in force on the day, asked for together: a page needs several."""
    return once(("settings", day), lambda: {row.key: row for row in _in_force(day)})


@built_once
def _in_force(day: date) -> Any:
    return Setting.objects.on(day)


def setting(key: str, on: date | None = None) -> Any:
    """The value in force on the day; Setting.DoesNotExist names the key that is missing."""
    day = on or clock.today()
    found = (
        _settings(day).get(key) if reading() else Setting.objects.on(day).filter(key=key).first()
    )
    if found is None:
        raise Setting.DoesNotExist(f"Inställningen {key} saknas i regelverket.")
    return found.value
