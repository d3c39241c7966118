"""The parts of an investigation: criteria, initial bedömning del 2, children, AF, the whole."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cases.models.application import Outcome
from cases.models.consent import Consent, lacks_consent
from cases.models.investigation import Investigation
from cases.models.triggers import (
    INVESTIGATIONS_CASE,
    only_while_investigated,
)
from jobbtorg.history import Audited, audited
from jobbtorg.rulebook.models import Criterion, Question


class CriterionAnswer(Audited):
    """How a criterion is answered, from which source."""

    class Answer(models.TextChoices):
        MET = "uppfyllt", "Uppfyllt"
        NOT_MET = "inte_uppfyllt", "Inte uppfyllt"
        UNCLEAR = "oklart", "Oklart"

    investigation = models.ForeignKey(
        Investigation, models.PROTECT, related_name="criterion_answers"
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    answer = models.CharField("svar", max_length=20, choices=Answer, blank=True)
    source = models.CharField("källa", max_length=300, blank=True)
    comment = models.TextField("kommentar", blank=True)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["criterion__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "criterion"], name="criterion_answered_once"
            )
        ]
        triggers = [*Audited.Meta.triggers, only_while_investigated("investigation_id")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_answer_display()}"

    @property
    def bars_grant(self) -> bool:
        """Whether this answer stops a proposal of bifall."""
        return self.criterion.bars_grant and self.answer == self.Answer.NOT_MET


class AssessmentAnswer(Audited):
    """The answer to one question of initial bedömning del 2."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField("svar", blank=True)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["question__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "question"], name="question_answered_once"
            )
        ]
        triggers = [*Audited.Meta.triggers, only_while_investigated("investigation_id")]

    def __str__(self) -> str:
        return f"{self.question}"


class Children(Audited):
    """Children in the household and what is best for them; no file is opened for a child.

    SoL 3 kap. 1 §, lag (2018:1197). Number and ages only as far as the assessment needs them.
    """

    class Answer(models.TextChoices):
        YES = "ja", "Ja"
        NO = "nej", "Nej"

    investigation = models.OneToOneField(Investigation, models.PROTECT, related_name="children")
    any = models.CharField("barn i hushållet", max_length=3, choices=Answer)
    number = models.PositiveSmallIntegerField("antal", null=True, blank=True)
    ages = models.CharField("åldrar", max_length=100, blank=True)
    effect = models.TextField("hur de påverkas", blank=True)
    own_view = models.TextField("barnets åsikter", blank=True)
    best_interests = models.TextField("bedömning av barnets bästa", blank=True)
    history = audited()

    class Meta(Audited.Meta):
        constraints = [
            models.CheckConstraint(
                name="no_children_nothing_about_them",
                condition=~Q(any="nej")
                | Q(number__isnull=True, ages="", effect="", own_view="", best_interests=""),
            )
        ]
        triggers = [*Audited.Meta.triggers, only_while_investigated("investigation_id")]

    def __str__(self) -> str:
        return "barn i hushållet"


class IndividualAssessment(Audited):
    """Individuell bedömning: a criterion never decides alone."""

    investigation = models.OneToOneField(Investigation, models.PROTECT, related_name="individual")
    text = models.TextField("individuell bedömning", blank=True)
    history = audited()

    class Meta(Audited.Meta):
        triggers = [*Audited.Meta.triggers, only_while_investigated("investigation_id")]

    def __str__(self) -> str:
        return "individuell bedömning"


def fetched_lawfully() -> pgtrigger.Trigger:
    """By consent: this case's, towards Arbetsförmedlingen, in force the day the information came.

    Once the consent is withdrawn, what was fetched under it stays as it is. OSL 10 kap. 1 §.
    """
    case = INVESTIGATIONS_CASE
    return pgtrigger.Trigger(
        name="fetched_lawfully",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.consent_id IS NULL THEN RETURN NEW; END IF;
            IF {lacks_consent(case, "arbetsformedlingen", "NEW.received_on")} THEN
                RAISE EXCEPTION 'Samtycket gällde inte den dag uppgifterna kom.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'UPDATE' THEN
                IF NEW.consent_id = OLD.consent_id AND OLD.more <> ''
                    AND NEW.more NOT IN ('', OLD.more) AND EXISTS (
                        SELECT 1 FROM cases_consentwithdrawal
                        WHERE consent_id = NEW.consent_id) THEN
                    RAISE EXCEPTION 'Samtycket är återkallat: inget mer hämtas in.'
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,
    )


class AfInformation(Audited):
    """What Arbetsförmedlingen has told. SoL 15 kap. 11 §, förordning (2008:975) 5 §: six items.

    Anything beyond the six needs the person's consent or a named statute (OSL 10 kap. 1 §).
    """

    class Basis(models.TextChoices):
        STATUTE = "lagstod", "Lagstöd: de sex uppgifterna enligt 15 kap. 11 § SoL"
        CONSENT = "samtycke", "Samtycke från den sökande"
        OTHER_STATUTE = "annat_lagstod", "Annat lagstöd"

    investigation = models.OneToOneField(Investigation, models.PROTECT, related_name="af")
    basis = models.CharField("stöd för att hämta in", max_length=20, choices=Basis)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="samtycke"
    )
    statute = models.CharField("lagrum", max_length=200, blank=True)
    received_on = models.DateField("uppgifterna kom")
    source = models.CharField("vem som lämnade dem", max_length=200)
    not_registered = models.BooleanField("inte inskriven", default=False)
    registered_from = models.DateField("inskriven från", null=True, blank=True)
    registered_to = models.DateField("inskriven till", null=True, blank=True)
    unemployment_fund = models.CharField("a-kassa", max_length=100, blank=True)
    category = models.CharField("sökandekategori", max_length=200, blank=True)
    programme = models.CharField("program och period", max_length=200, blank=True)
    last_report_on = models.DateField("senaste aktivitetsrapport", null=True, blank=True)
    more = models.TextField("övriga uppgifter", blank=True)
    history = audited()

    class Meta(Audited.Meta):
        constraints = [
            models.CheckConstraint(
                name="af_more_needs_consent_or_statute",
                condition=Q(more="") | Q(basis__in=["samtycke", "annat_lagstod"]),
            ),
            models.CheckConstraint(
                name="af_basis_is_whole",
                condition=Q(basis="lagstod", consent__isnull=True, statute="")
                | Q(basis="samtycke", consent__isnull=False, statute="")
                | Q(basis="annat_lagstod", consent__isnull=True, statute__regex=r"\S"),
            ),
        ]
        triggers = [
            *Audited.Meta.triggers,
            only_while_investigated("investigation_id"),
            fetched_lawfully(),
        ]

    def __str__(self) -> str:
        return f"uppgifter från Arbetsförmedlingen {self.received_on}"


class Assessment(Audited):
    """Samlad bedömning: facts and assessment apart, and the proposal for right and may-insats."""

    investigation = models.OneToOneField(Investigation, models.PROTECT, related_name="summary")
    facts = models.TextField("fakta", blank=True)
    own_view = models.TextField("den sökandes egen syn", blank=True)
    assessment = models.TextField("bedömning", blank=True)
    right_outcome = models.CharField("förslag", max_length=10, choices=Outcome, blank=True)
    right_scope = models.TextField("vad som beviljas", blank=True)
    right_circumstances = models.TextField("avgörande omständigheter", blank=True)
    right_reasons = models.TextField("skäl", blank=True)
    may_outcome = models.CharField("förslag", max_length=10, choices=Outcome, blank=True)
    may_scope = models.TextField("vad som beviljas", blank=True)
    may_circumstances = models.TextField("avgörande omständigheter", blank=True)
    may_reasons = models.TextField("skäl", blank=True)
    period_from = models.DateField("från och med", null=True, blank=True)
    period_to = models.DateField("till och med", null=True, blank=True)
    history = audited()

    class Meta(Audited.Meta):
        constraints = [
            models.CheckConstraint(
                name="proposed_period_in_order",
                condition=Q(period_to__isnull=True) | Q(period_to__gte=F("period_from")),
            )
        ]
        triggers = [*Audited.Meta.triggers, only_while_investigated("investigation_id")]

    def __str__(self) -> str:
        return "samlad bedömning"
