"""Kommunicering: the basis sent, the replies, what the coach says to them, or why it is left out.

FL 25 §, SoL 14 kap. 8 §, SOSFS 2014:5 5 kap. 12 §. Rows of law: each is written once, the latest
counts, and all are shown.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cases.models import communication_triggers as triggers
from cases.models.conflict import not_by_the_barred
from cases.models.triggers import INVESTIGATIONS_CASE
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User


class SendingManager(models.Manager["Sending"]):
    """Sendings without their bytes, which are fetched where they are asked for."""

    def get_queryset(self) -> models.QuerySet["Sending"]:
        """Every sending."""
        return super().get_queryset().defer("pdf")


class Sending(StoredLetter):
    """Underlag inför beslut as the person got it: the letter, how, when, and the days to reply."""

    class How(models.TextChoices):
        LETTER = "brev", "Brev"
        HANDED = "overlamnat", "Personligen överlämnat"
        DIGITAL = "digital_post", "Digital post"
        ORAL = "muntligt", "Muntligt vid möte eller telefon"
        FORWARDED = "formedling", "Genom Skatteverkets förmedling"

    BY_POST = (How.LETTER, How.DIGITAL)

    investigation = models.ForeignKey(
        "cases.Investigation", models.PROTECT, related_name="sendings"
    )
    how = models.CharField("sätt", max_length=20, choices=How)
    sent_on = models.DateField("skickat eller överlämnat")
    reply_by = models.DateField("svara senast")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = SendingManager()

    class Meta(StoredLetter.Meta):
        ordering = ["pk"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="reply_by_after_the_sending", condition=Q(reply_by__gt=F("sent_on"))
            ),
            models.CheckConstraint(name="sent_somehow", condition=~Q(how="")),
        ]
        triggers = [
            *StoredLetter.Meta.triggers,
            triggers.sent_lawfully(),
            not_by_the_barred(
                "sender_not_barred",
                INVESTIGATIONS_CASE,
                "sent_by_id",
                "Den som är jävig skickar inte underlaget.",
            ),
        ]


class Reply(models.Model):
    """What the person has said to the basis, in their own words."""

    class How(models.TextChoices):
        LETTER = "brev", "Brev"
        EMAIL = "epost", "E-post"
        PHONE = "telefon", "Telefon"
        MEETING = "mote", "Vid möte"
        BOARD = "namnden", "Muntligt inför nämnden"

    sending = models.ForeignKey(Sending, models.PROTECT, related_name="replies")
    arrived_on = models.DateField("svaret kom")
    how = models.CharField("sätt", max_length=20, choices=How)
    text = models.TextField("svaret")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("registrerat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="reply_has_words", condition=Q(text__regex=r"\S"))
        ]
        triggers = [
            append_only(),
            triggers.replied_in_time(),
            not_by_the_barred(
                "registrar_not_barred",
                triggers.SENDINGS_CASE,
                "registered_by_id",
                "Den som är jävig registrerar inte svaret.",
            ),
        ]

    def __str__(self) -> str:
        return f"svar {self.arrived_on}"

    @property
    def is_late(self) -> bool:
        """Whether it came after the last day to reply."""
        return self.arrived_on > self.sending.reply_by

    @property
    def rejoinder(self) -> "Rejoinder | None":
        """What the coach says to it, the latest; None while it stands unmet."""
        return list(self.rejoinders.all())[-1] if self.rejoinders.all() else None


class Rejoinder(models.Model):
    """Bemötande: what the coach says to a reply, and to those before it."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="rejoinders")
    text = models.TextField("bemötande")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("skrivet")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="rejoinder_has_words", condition=Q(text__regex=r"\S"))
        ]
        triggers = [
            append_only(),
            triggers.met_while_investigated(),
            not_by_the_barred(
                "rejoiner_not_barred",
                triggers.REPLYS_CASE,
                "written_by_id",
                "Den som är jävig bemöter inte svaret.",
            ),
        ]

    def __str__(self) -> str:
        return f"bemötande av {self.reply}"


class Waiver(models.Model):
    """Why the basis, or what came after it, is not communicated. FL 25 §."""

    class Ground(models.TextChoices):
        NEEDLESS = "obehovligt", "Kommunicering är uppenbart obehövlig"
        ENFORCEMENT = (
            "genomforande",
            "Det kan befaras att beslutet annars blir avsevärt svårare att genomföra",
        )
        URGENT = (
            "omedelbart",
            "Ett väsentligt allmänt eller enskilt intresse kräver att beslutet meddelas omedelbart",
        )

    investigation = models.ForeignKey("cases.Investigation", models.PROTECT, related_name="waivers")
    after = models.ForeignKey(
        Sending, models.PROTECT, null=True, blank=True, related_name="waivers"
    )
    ground = models.CharField("grund", max_length=20, choices=Ground)
    reason = models.TextField("skäl")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("antecknat")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="waiver_has_ground_and_reason",
                condition=Q(ground__in=["obehovligt", "genomforande", "omedelbart"])
                & Q(reason__regex=r"\S"),
            )
        ]
        triggers = [
            append_only(),
            triggers.waived_lawfully(),
            not_by_the_barred(
                "waiver_not_barred",
                INVESTIGATIONS_CASE,
                "noted_by_id",
                "Den som är jävig avstår inte från kommunicering.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()


class Communicated:
    """What an investigation says of its kommunicering, from rows fetched with it."""

    sendings: Any
    waivers: Any

    @property
    def latest_sending(self) -> Sending | None:
        """The sending that counts."""
        return list(self.sendings.all())[-1] if self.sendings.all() else None

    @property
    def waiver(self) -> Waiver | None:
        """Why nothing more is sent, where that is so: a sending after it takes its place."""
        latest = self.latest_sending
        found = [row for row in self.waivers.all() if row.after_id == (latest and latest.pk)]
        return found[-1] if found else None

    @property
    def replies(self) -> list[Reply]:
        """Every reply, in the order in which they were registered."""
        found = [reply for sending in self.sendings.all() for reply in sending.replies.all()]
        return sorted(found, key=lambda reply: reply.pk)

    @property
    def unmet_reply(self) -> Reply | None:
        """The latest reply, while the coach has not said anything to it."""
        replies = self.replies
        return replies[-1] if replies and replies[-1].rejoinder is None else None

    @property
    def exchanged(self) -> int:
        """How many rows there are: a page that has seen fewer is stale."""
        met = sum(len(reply.rejoinders.all()) for reply in self.replies)
        return len(self.sendings.all()) + len(self.waivers.all()) + len(self.replies) + met
