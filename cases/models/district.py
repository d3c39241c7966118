"""Stadsdelsförvaltning: asked whether the person is aktuell there; the person shown the way there.

SoL 15 kap. 8 §. To hänvisa is to signpost; to hänskjuta a decision to the nämnd is to refer.
"""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models.conflict import not_by_the_barred
from cases.models.consent import Consent, lacks_consent
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, refused_when
from jobbtorg.rulebook.models import Code

BARRED = "Den som är jävig skriver inte i ärendet."


def wrong_list(column: str, name: str) -> str:
    """SQL: the code in this column is not one of the list."""
    listed = f"SELECT 1 FROM rulebook_code WHERE id = NEW.{column} AND list = '{name}'"
    return f"NEW.{column} IS NOT NULL AND NOT EXISTS ({listed})"


class DistrictQuestion(models.Model):
    """Fråga stadsdelsnämnderna: is the person aktuell in a matter there? SoL 15 kap. 8 §."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="district_questions")
    asked_on = models.DateField("frågades")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    class Meta:
        ordering = ["-asked_on", "-pk"]
        triggers = [
            append_only(),
            not_by_the_barred("question_not_by_barred", "NEW.case_id", "asked_by_id", BARRED),
            refused_when(
                "asked_one_at_a_time",
                (f"NEW.asked_on > {day_of('NEW.noted_at')}", "Frågan ligger i framtiden."),
                (
                    """EXISTS (
                        SELECT 1 FROM cases_districtquestion q
                        LEFT JOIN cases_districtanswer a ON a.question_id = q.id
                        WHERE q.case_id = NEW.case_id AND a.id IS NULL
                    )""",
                    "En fråga är redan obesvarad.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Fråga till stadsdelsnämnderna {self.asked_on}"

    @property
    def as_source(self) -> str:
        """The answer as the source of a criterion; empty while there is none."""
        answer = getattr(self, "answer", None)
        if answer is None:
            return ""
        return f"Fråga till stadsdelsnämnderna, svar {answer.answered_on}: {answer.in_words}"


class DistrictAnswer(models.Model):
    """Aktuell or not, and where: nothing more may be told without consent. OSL 12 kap. 2 §."""

    question = models.OneToOneField(DistrictQuestion, models.PROTECT, related_name="answer")
    known = models.BooleanField("aktuell")
    district = models.ForeignKey(
        Code,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="stadsdelsförvaltning",
    )
    answered_on = models.DateField("svar kom")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="known_says_where",
                condition=Q(known=True, district__isnull=False)
                | Q(known=False, district__isnull=True),
            )
        ]
        triggers = [
            append_only(),
            not_by_the_barred(
                "answer_not_by_barred",
                "(SELECT case_id FROM cases_districtquestion WHERE id = NEW.question_id)",
                "noted_by_id",
                BARRED,
            ),
            refused_when(
                "answered_after_the_question",
                (f"NEW.answered_on > {day_of('NEW.noted_at')}", "Svaret ligger i framtiden."),
                (
                    "NEW.answered_on <"
                    " (SELECT asked_on FROM cases_districtquestion WHERE id = NEW.question_id)",
                    "Svaret är före frågan.",
                ),
                (
                    wrong_list("district_id", "stadsdelsforvaltning"),
                    "Det är ingen stadsdelsförvaltning.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.in_words

    @property
    def in_words(self) -> str:
        """Aktuell, and where; or not."""
        if not self.known:
            return "inte aktuell"
        return f"aktuell hos stadsdelsförvaltningen {self.district}"


class SignpostingQuerySet(models.QuerySet["Signposting"]):
    """Signpostings, by whether they are still followed up."""

    def open(self) -> Self:
        """Those whose contact is neither established nor declined."""
        ended = SignpostingFollowUp.objects.filter(signposting=OuterRef("pk"), outcome__in=ENDS)
        return self.filter(~Exists(ended))


class Signposting(models.Model):
    """Hänvisning: the person is shown the way to a stadsdelsförvaltning, and helped there."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="signpostings")
    need = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="behov")
    need_words = models.TextField("behovet med egna ord")
    district = models.ForeignKey(
        Code, models.PROTECT, related_name="+", verbose_name="stadsdelsförvaltning"
    )
    how = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="hur")
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="samtycke"
    )
    own_contact = models.BooleanField("personen tar kontakten själv")
    signposted_on = models.DateField("dag")
    follow_up_after = models.PositiveSmallIntegerField("följs upp efter så många dagar")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    objects = SignpostingQuerySet.as_manager()

    class Meta:
        ordering = ["-signposted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="signposted_by_consent_or_own_contact",
                condition=Q(own_contact=True, consent__isnull=True)
                | Q(own_contact=False, consent__isnull=False),
            ),
            models.CheckConstraint(
                name="signposting_says_the_need", condition=Q(need_words__regex=r"\S")
            ),
        ]
        triggers = [
            append_only(),
            not_by_the_barred("signposting_not_by_barred", "NEW.case_id", "noted_by_id", BARRED),
            refused_when(
                "signposted_lawfully",
                (
                    f"NEW.signposted_on > {day_of('NEW.noted_at')}",
                    "Hänvisningen ligger i framtiden.",
                ),
                (
                    "NEW.consent_id IS NOT NULL AND "
                    + lacks_consent("NEW.case_id", "stadsdelsforvaltning", "NEW.signposted_on"),
                    "Samtycket gäller inte hänvisningen.",
                ),
                (
                    wrong_list("district_id", "stadsdelsforvaltning"),
                    "Det är ingen stadsdelsförvaltning.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Hänvisning till {self.district} {self.signposted_on}"

    @property
    def latest(self) -> "SignpostingFollowUp | None":
        """The latest follow-up, of those fetched with it."""
        return next(iter(self.follow_ups.all()), None)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be followed up."""
        return self.latest is None or self.latest.outcome not in ENDS

    @property
    def due_on(self) -> date:
        """The day of the next follow-up, counted from the latest or from the signposting."""
        since = self.latest.followed_on if self.latest else self.signposted_on
        return since + timedelta(days=self.follow_up_after)

    @property
    def is_late(self) -> bool:
        """Whether it should have been followed up."""
        return self.is_open and self.due_on < clock.today()

    @property
    def status_shown(self) -> dict[str, Any]:
        """What has come of it, as a tag."""
        if self.latest is None:
            return {"text": "Inte uppföljd", "tone": "warning"}
        tones = {"ja": "success", "nej": "warning", "avstar": "quiet"}
        return {
            "text": self.latest.get_outcome_display(),
            "tone": tones[self.latest.outcome],
        }


class SignpostingFollowUp(models.Model):
    """What has come of a signposting: is the contact there, or what was tried?"""

    class Outcome(models.TextChoices):
        ESTABLISHED = "ja", "Kontakt etablerad"
        NOT_YET = "nej", "Kontakt inte etablerad"
        DECLINED = "avstar", "Personen avstår"

    signposting = models.ForeignKey(Signposting, models.PROTECT, related_name="follow_ups")
    outcome = models.CharField("utfall", max_length=10, choices=Outcome)
    followed_on = models.DateField("dag")
    tried = models.TextField("vad som har prövats", blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    class Meta:
        ordering = ["-followed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_says_what_was_tried",
                condition=Q(outcome__in=["ja", "avstar"]) | Q(outcome="nej", tried__regex=r"\S"),
            )
        ]
        triggers = [
            append_only(),
            not_by_the_barred(
                "follow_up_not_by_barred",
                "(SELECT case_id FROM cases_signposting WHERE id = NEW.signposting_id)",
                "noted_by_id",
                BARRED,
            ),
            refused_when(
                "followed_up_while_open",
                (f"NEW.followed_on > {day_of('NEW.noted_at')}", "Dagen ligger i framtiden."),
                (
                    "NEW.followed_on <"
                    " (SELECT signposted_on FROM cases_signposting WHERE id = NEW.signposting_id)",
                    "Uppföljningen är före hänvisningen.",
                ),
                (
                    "EXISTS (SELECT 1 FROM cases_signpostingfollowup"
                    " WHERE signposting_id = NEW.signposting_id AND outcome IN ('ja', 'avstar'))",
                    "Hänvisningen är redan avslutad.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


ENDS = (SignpostingFollowUp.Outcome.ESTABLISHED, SignpostingFollowUp.Outcome.DECLINED)
