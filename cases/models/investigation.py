"""The investigation of an application, and which of its parts have been saved."""

from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Subquery

from cases.models.application import Application
from cases.models.case import Case, Status
from cases.models.communication import Communicated
from cases.models.conflict import not_by_the_barred
from cases.models.triggers import (
    APPLICATIONS_CASE,
    INVESTIGATIONS_CASE,
    only_while_investigated,
)
from jobbtorg.history import Audited, audited
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import AssessmentForm, Riktlinje

if TYPE_CHECKING:
    from cases.models.parts import CriterionAnswer


class InvestigationQuerySet(models.QuerySet["Investigation"]):
    """Investigations, fetched with what they are about."""

    def of(self, case: Case) -> "Investigation":
        """The case's latest investigation by itself, for an act on one part of it."""
        today = Riktlinje.objects.on().values("pk")[:1]
        return (
            self.filter(application__case=case)
            .annotate(riktlinje_today_id=Subquery(today))
            .select_related(
                "application__case__person",
                "application__case__unit",
                "riktlinje",
                "form",
                "investigator",
                "proposed_by",
            )
            .latest("pk")
        )

    def whole(self, case: Case) -> "Investigation":
        """The same with all its parts, for rules and pages that ask of the whole."""
        return self.with_parts().of(case)

    def with_parts(self) -> Self:
        """Each with all its parts."""
        return self.prefetch_related(
            "children",
            "af__consent",
            "individual",
            "summary",
            "consultations__consent",
            "sendings__sent_by",
            "sendings__replies__registered_by",
            "sendings__replies__rejoinders__written_by",
            "waivers__noted_by",
            "parts__saved_by",
            "criterion_answers__criterion",
            "answers__question",
            "riktlinje__criteria",
            "form__questions",
        )


class Investigation(Communicated, Audited):
    """An investigation of one application.

    The form is that of the day it began. The guideline is that of the day the criteria were
    assessed: a newer one is taken up when they are saved, at the latest before Lämna till beslut.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="investigation")
    investigator = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="utredare"
    )
    started_on = models.DateField("inledd")
    riktlinje = models.ForeignKey(Riktlinje, models.PROTECT, related_name="+")
    form = models.ForeignKey(
        AssessmentForm, models.PROTECT, related_name="+", verbose_name="formulär"
    )
    proposed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="föredragande",
    )
    proposed_at = models.DateTimeField("lämnad till beslut", null=True, blank=True)
    history = audited()

    objects = InvestigationQuerySet.as_manager()

    class Meta(Audited.Meta):
        triggers = [
            *Audited.Meta.triggers,
            not_by_the_barred(
                "investigator_not_barred",
                APPLICATIONS_CASE,
                "investigator_id",
                "Utredaren är jävig.",
            ),
            not_by_the_barred(
                "proposer_not_barred",
                APPLICATIONS_CASE,
                "proposed_by_id",
                "Föredraganden är jävig.",
                at="proposed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"utredning inledd {self.started_on}"

    @property
    def criteria(self) -> list["CriterionAnswer"]:
        """The answers under its own guideline; those under an older one stay as rows."""
        answers = self.criterion_answers.all()
        return [a for a in answers if a.criterion.riktlinje_id == self.riktlinje_id]

    @cached_property
    def riktlinje_today_id(self) -> int | None:
        """The guideline in force today; `of` brings it along."""
        return Riktlinje.objects.on().values_list("pk", flat=True).first()

    @property
    def riktlinje_has_changed(self) -> bool:
        """Whether it goes on under another guideline than the one in force today."""
        under_way = self.application.case.status == Status.UTREDS
        return under_way and self.riktlinje_today_id not in (None, self.riktlinje_id)

    @cached_property
    def riktlinje_to_assess_by(self) -> Riktlinje:
        """The guideline in force today; when the assessment is done, the one it was done by."""
        if not self.riktlinje_has_changed:
            return self.riktlinje
        return Riktlinje.objects.on().get()


class Part(Audited):
    """That a part has been saved, how many times, last when and by whom."""

    class Name(models.TextChoices):
        CRITERIA = "kriterier", "Kriterier"
        ASSESSMENT = "initial-bedomning", "Initial bedömning del 2"
        CHILDREN = "barn", "Barn i hushållet"
        AF = "arbetsformedlingen", "Information från Arbetsförmedlingen"
        SUMMARY = "samlad-bedomning", "Samlad bedömning"

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="parts")
    name = models.CharField("del", max_length=30, choices=Name)
    version = models.PositiveIntegerField("version", default=0)
    saved_at = models.DateTimeField("sparad")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = audited()

    class Meta(Audited.Meta):
        constraints = [models.UniqueConstraint(fields=["investigation", "name"], name="part_once")]
        triggers = [
            *Audited.Meta.triggers,
            only_while_investigated("investigation_id"),
            not_by_the_barred(
                "writer_not_barred",
                INVESTIGATIONS_CASE,
                "saved_by_id",
                "Den som är jävig skriver inte i utredningen.",
                at="saved_at",
            ),
        ]

    def __str__(self) -> str:
        return self.get_name_display()
