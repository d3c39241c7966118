"""What a decision that takes the place of another rests on: FL 25 and 36–38 §§."""

from django.db import models
from django.db.models import F, Q

from cases.models import Sending
from cases.models.conflict import not_by_the_barred
from decisions import later_triggers as triggers
from decisions.models.decision import ADVERSE, Decision, Ground
from decisions.models.service import CASE_OF_DECISION
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User

CASE_OF_HEARING = """(SELECT a.case_id FROM decisions_hearing h
    JOIN decisions_decision d ON d.id = h.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE h.id = NEW.hearing_id)"""


class HearingManager(models.Manager["Hearing"]):
    """Hearings without their bytes, which are fetched where they are asked for."""

    def get_queryset(self) -> models.QuerySet["Hearing"]:
        """Every hearing."""
        return super().get_queryset().defer("pdf")


class Hearing(StoredLetter):
    """Underlag inför ändring: what has come up, what is planned, and the days to reply. FL 25 §.

    Only for what is to the person's detriment, on a ground of FL 37 § second paragraph.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="hearings")
    ground = models.CharField("grund", max_length=20, choices=Ground)
    facts = models.TextField("vad som har kommit fram")
    plan = models.TextField("vad vi tänker besluta")
    how = models.CharField("sätt", max_length=20, choices=Sending.How)
    sent_on = models.DateField("skickat")
    reply_by = models.DateField("svara senast")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = HearingManager()

    class Meta(StoredLetter.Meta):
        ordering = ["-pk"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="hearing_has_time_to_reply", condition=Q(reply_by__gt=F("sent_on"))
            ),
            models.CheckConstraint(
                name="hearing_has_ground_and_facts",
                condition=Q(ground__in=ADVERSE, facts__regex=r"\S", plan__regex=r"\S"),
            ),
        ]
        triggers = [
            *StoredLetter.Meta.triggers,
            triggers.heard_lawfully(),
            not_by_the_barred(
                "hearer_not_barred",
                CASE_OF_DECISION,
                "sent_by_id",
                "Den som är jävig skickar inget underlag.",
            ),
        ]

    @property
    def reply(self) -> "HearingReply | None":
        """The first that the person has replied, or None."""
        return next(iter(self.replies.all()), None)


class HearingReply(models.Model):
    """What the person says to the underlag."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="replies")
    arrived_on = models.DateField("kom in")
    text = models.TextField("vad personen säger")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hearing_reply_says_something", condition=Q(text__regex=r"\S")
            )
        ]
        triggers = [
            append_only(),
            triggers.replied_after_hearing(),
            not_by_the_barred(
                "noter_not_barred",
                CASE_OF_HEARING,
                "noted_by_id",
                "Den som är jävig antecknar inget i ärendet.",
            ),
        ]

    def __str__(self) -> str:
        return f"svar {self.arrived_on}"


class Amendment(models.Model):
    """Why a decision takes the place of another: what was wrong, or what has come up.

    `adverse` says that it is to the person's detriment in some part; then the person has been
    heard. FL 36–38 §§, SoL 14 kap. 9 §.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="amendment")
    explanation = models.TextField("vad som ändras och varför")
    adverse = models.BooleanField("till nackdel för personen")
    hearing = models.ForeignKey(Hearing, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="amendment_is_explained", condition=Q(explanation__regex=r"\S")
            ),
            models.CheckConstraint(
                name="adverse_only_after_hearing",
                condition=Q(adverse=False) | Q(hearing__isnull=False),
            ),
        ]
        triggers = [append_only(), triggers.amended_lawfully()]

    def __str__(self) -> str:
        return f"ändrar beslut: {self.decision_id}"
