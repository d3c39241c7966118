"""Kallelse till möte: the letter as the person got it, and that the meeting was called off."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models.communication import Sending
from cases.models.conflict import not_by_the_barred
from jobbtorg import clock
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless

AT_UNIT = "p.function IN ('coach', 'enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"


def summoned_lawfully() -> pgtrigger.Trigger:
    """By the unit, in an open case, to a meeting to come; never by post to the protected."""
    return refused_unless(
        "summoned_lawfully",
        ("f.status <> 'avslutad'", "Ärendet är avslutat."),
        (
            "NEW.meeting_at > NEW.made_at AND NEW.meeting_at <= NEW.made_at + interval '365 days'",
            "Mötet ligger inte i framtiden, inom ett år.",
        ),
        (
            f"NEW.sent_on BETWEEN f.arrived_on AND {day_of('NEW.made_at')}",
            "Kallelsen skickas efter ansökan och senast i dag.",
        ),
        (
            holds("NEW.sent_by_id", AT_UNIT, day_of("NEW.made_at")),
            "Bara enheten kallar till möte.",
        ),
        (
            "f.protection = '' OR NEW.how NOT IN ('brev', 'digital_post')",
            "Personen har skyddade personuppgifter: kallelsen skickas inte med post.",
        ),
        declare="""
            SELECT c.status, c.unit_id, p.protection,
                (SELECT min(a.arrived_on) FROM cases_application a WHERE a.case_id = c.id)
                    AS arrived_on
            INTO f FROM cases_case c JOIN cases_person p ON p.id = c.person_id
            WHERE c.id = NEW.case_id FOR UPDATE OF c;
        """,
    )


def called_off_in_time() -> pgtrigger.Trigger:
    """By the unit, before the meeting."""
    return refused_unless(
        "called_off_in_time",
        ("NEW.cancelled_at < f.meeting_at", "Mötet har redan varit."),
        (
            holds("NEW.cancelled_by_id", AT_UNIT, day_of("NEW.cancelled_at")),
            "Bara enheten ställer in mötet.",
        ),
        declare="""
            SELECT s.meeting_at, c.unit_id INTO f FROM cases_summons s
            JOIN cases_case c ON c.id = s.case_id WHERE s.id = NEW.summons_id;
        """,
    )


def told_lawfully() -> pgtrigger.Trigger:
    """The avbokning goes from the unit, when the meeting is called off; as the kallelse goes."""
    return refused_unless(
        "told_lawfully",
        (
            f"NEW.sent_on = {day_of('f.cancelled_at')}",
            "Brevet om att mötet är inställt skickas samma dag.",
        ),
        (
            holds("NEW.sent_by_id", AT_UNIT, day_of("NEW.made_at")),
            "Bara enheten skriver om mötet.",
        ),
        (
            "f.protection = '' OR NEW.how NOT IN ('brev', 'digital_post')",
            "Personen har skyddade personuppgifter: brevet skickas inte med post.",
        ),
        declare="""
            SELECT x.cancelled_at, c.unit_id, p.protection INTO f
            FROM cases_summonscancellation x JOIN cases_summons s ON s.id = x.summons_id
            JOIN cases_case c ON c.id = s.case_id JOIN cases_person p ON p.id = c.person_id
            WHERE x.id = NEW.cancellation_id;
        """,
    )


class SummonsManager(models.Manager["Summons"]):
    """Kallelser without their bytes, which are fetched where they are asked for."""

    def get_queryset(self) -> models.QuerySet["Summons"]:
        """Every kallelse."""
        return super().get_queryset().defer("pdf")


class Summons(StoredLetter):
    """Kallelse till möte: when and where, what the meeting is about, and how the letter went."""

    class Manner(models.TextChoices):
        VISIT = "besok", "Besök"
        PHONE = "telefon", "Telefon"
        VIDEO = "video", "Video"

    # as the underlag goes, but never only in words: it is a letter
    How = [row for row in Sending.How.choices if row[0] != Sending.How.ORAL]

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="summonses")
    meeting_at = models.DateTimeField("mötet")
    manner = models.CharField("mötesform", max_length=20, choices=Manner)
    place = models.CharField("plats", max_length=200, blank=True)
    purpose = models.TextField("vad mötet handlar om")
    bring = models.TextField("ta med", blank=True)
    how = models.CharField("sätt", max_length=20, choices=How)
    sent_on = models.DateField("skickad eller överlämnad")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = SummonsManager()

    class Meta(StoredLetter.Meta):
        ordering = ["-meeting_at", "-pk"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="summons_says_where",
                condition=Q(manner="besok", place__regex=r"\S")
                | Q(manner__in=["telefon", "video"], place=""),
            ),
            models.CheckConstraint(
                name="summons_says_what_and_how",
                condition=Q(
                    purpose__regex=r"\S",
                    how__in=["brev", "overlamnat", "digital_post", "formedling"],
                ),
            ),
        ]
        triggers = [
            *StoredLetter.Meta.triggers,
            summoned_lawfully(),
            not_by_the_barred(
                "summoner_not_barred",
                "NEW.case_id",
                "sent_by_id",
                "Den som är jävig kallar inte till möte.",
            ),
        ]

    @property
    def is_cancelled(self) -> bool:
        """Whether the meeting has been called off."""
        return hasattr(self, "cancellation")

    @property
    def is_coming(self) -> bool:
        """Whether the meeting is still to be."""
        return not self.is_cancelled and self.meeting_at > clock.now()

    @property
    def where(self) -> str:
        """The address, or that it is by telephone or video."""
        return self.place or self.get_manner_display()


class SummonsCancellation(models.Model):
    """Inställt: the meeting will not be, and why."""

    summons = models.OneToOneField(Summons, models.PROTECT, related_name="cancellation")
    reason = models.TextField("varför, och hur personen får veta det")
    cancelled_at = models.DateTimeField("ställdes in")
    cancelled_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="summons_cancellation_has_reason", condition=Q(reason__regex=r"\S")
            )
        ]
        triggers = [
            append_only(),
            called_off_in_time(),
            not_by_the_barred(
                "canceller_not_barred",
                "(SELECT case_id FROM cases_summons WHERE id = NEW.summons_id)",
                "cancelled_by_id",
                "Den som är jävig ställer inte in möten.",
            ),
        ]

    def __str__(self) -> str:
        return f"inställt: {self.reason}"


class CancellationLetter(StoredLetter):
    """Avbokning: the letter that the meeting will not be, and how it went."""

    cancellation = models.OneToOneField(SummonsCancellation, models.PROTECT, related_name="letter")
    how = models.CharField("sätt", max_length=20, choices=Summons.How)
    sent_on = models.DateField("skickad eller överlämnad")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(StoredLetter.Meta):
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="cancellation_letter_says_how",
                condition=Q(how__in=["brev", "overlamnat", "digital_post", "formedling"]),
            ),
        ]
        triggers = [
            *StoredLetter.Meta.triggers,
            told_lawfully(),
            not_by_the_barred(
                "calling_off_teller_not_barred",
                "(SELECT s.case_id FROM cases_summons s JOIN cases_summonscancellation x"
                " ON x.summons_id = s.id WHERE x.id = NEW.cancellation_id)",
                "sent_by_id",
                "Den som är jävig skriver inte om möten.",
            ),
        ]
