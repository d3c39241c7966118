"""Råd och stöd: contacts that are counted, and what became of those who wished to apply.

SoL 11 kap. 5–6 §§, 14 kap. 4 §: no name and no notes, until the nämnd decides otherwise.
"""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from cases.models.advice_triggers import applies_no_more, may_apply
from cases.models.person import Person
from cases.models.seeing import held_by, whole_namnd
from jobbtorg.among import among
from jobbtorg.history import append_only
from jobbtorg.organisation.models import CHEFER, Function, Unit, User
from jobbtorg.organisation.models.triggers import day_of, refused_when
from jobbtorg.organisation.namnder import Units
from jobbtorg.rulebook.models import Code

SEES_ALL = (Function.REGISTRATOR, Function.GRANSKARE, Function.FORVALTNINGSCHEF)
NAMED = "rad_och_stod_med_namn"


def advising_at(user: Any) -> tuple[list[int], Units]:
    """The units whose contacts the user sees: the own ones, and for some all of the nämnd's."""
    held = held_by(user)
    return sorted(held.units(Function.COACH, *CHEFER)), whole_namnd(held, *SEES_ALL)


class AdviceContactQuerySet(models.QuerySet["AdviceContact"]):
    """AdviceContact.objects: contacts by who sees them and what became of them."""

    def visible_to(self, user: Any) -> Self:
        """The own unit's and one's own; the nämnd's, for who sees all there. OSL 8 kap. 1 §."""
        return self.seen_at(*advising_at(user), user.pk) if user.is_active else self.none()

    def seen_at(self, own: list[int], all_: Units, user: int) -> Self:
        """Those of the own units and of all of a nämnd's, and those that the user has noted."""
        return self.filter(Q(noted_by=user) | Q(among("unit", own)) | all_.hold("unit"))

    def counted(self) -> Self:
        """Those that have not been cancelled."""
        return self.filter(cancellation__isnull=True)

    def waiting(self) -> Self:
        """Who may have wished to apply, and has neither an application nor said no. FL 19 §."""
        return self.filter(unapplied__isnull=False)

    def unanswered(self) -> Self:
        """The same, read from the rows of law: at night, of every contact."""
        return self.counted().filter(
            ~Q(wants=AdviceContact.Wants.NO), application__isnull=True, decline__isnull=True
        )


class AdviceContact(models.Model):
    """One contact in råd och stöd, as a count: when, where, of what kind, with whom by gender."""

    class Gender(models.TextChoices):
        WOMAN = "kvinna", "Kvinna"
        MAN = "man", "Man"
        UNKNOWN = "uppgift_saknas", "Uppgift saknas"

    class Wants(models.TextChoices):
        NO = "nej", "Nej"
        YES = "ja", "Ja"
        UNSURE = "osakert", "Osäkert"

    held_on = models.DateField("dag")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="enhet")
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="slag")
    gender = models.CharField("kön", max_length=20, choices=Gender)
    informed = models.BooleanField("upplyst om rätten att ansöka")
    wants = models.CharField("ville personen ansöka?", max_length=10, choices=Wants)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterad")
    request_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = AdviceContactQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["held_on", "unit"])]
        constraints = [
            models.CheckConstraint(
                name="advice_gender_is_one_of_three",
                condition=Q(gender__in=["kvinna", "man", "uppgift_saknas"]),
            ),
            models.CheckConstraint(
                name="advice_wants_is_one_of_three",
                condition=Q(wants__in=["nej", "ja", "osakert"]),
            ),
        ]
        triggers = [
            append_only(),
            may_apply(),
            refused_when(
                "noted_lawfully",
                (f"NEW.held_on > {day_of('NEW.noted_at')}", "Kontakten ligger i framtiden."),
                (
                    "NOT EXISTS (SELECT 1 FROM rulebook_code"
                    " WHERE id = NEW.kind_id AND list = 'kontaktslag')",
                    "Det är inget slag av kontakt.",
                ),
                (
                    "NEW.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rulebook_setting s"
                    f" WHERE s.key = '{NAMED}' AND s.value = 'true'::jsonb AND NEW.held_on"
                    " BETWEEN s.valid_from AND COALESCE(s.valid_to, 'infinity'))",
                    "Råd och stöd dokumenteras utan namn.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.held_on}"

    @property
    def is_doubtful(self) -> bool:
        """Whether the person was unsure, and has to be asked before a no is noted."""
        return self.wants == self.Wants.UNSURE


class UnappliedContact(models.Model):
    """A contact whose person may have wished to apply, and has neither applied nor said no.

    Derived: PostgreSQL writes it by triggers, so that those that are done are never read. ADR 30.
    """

    contact = models.OneToOneField(AdviceContact, models.PROTECT, related_name="unapplied")

    def __str__(self) -> str:
        return f"{self.contact_id}"


class AdviceCancellation(models.Model):
    """Makulera: the contact was noted by mistake, and is not counted."""

    contact = models.OneToOneField(AdviceContact, models.PROTECT, related_name="cancellation")
    cancelled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField("makulerad")

    class Meta:
        triggers = [
            append_only(),
            applies_no_more("NEW.contact_id"),
            refused_when(
                "never_while_waiting",
                (
                    """EXISTS (
                        SELECT 1 FROM cases_advicecontact c
                        LEFT JOIN cases_advicedecline d ON d.contact_id = c.id
                        WHERE c.id = NEW.contact_id AND c.wants <> 'nej' AND d.id IS NULL
                    )""",
                    "Kontakten väntar på ansökan eller har lett till en.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"makulerad: {self.contact_id}"


class AdviceDecline(models.Model):
    """Personen ville inte ansöka: said afterwards, when and how. FL 19 §."""

    class How(models.TextChoices):
        MEETING = "mote", "Vid ett möte"
        PHONE = "telefon", "Per telefon"
        WRITTEN = "skriftligt", "Skriftligt"

    contact = models.OneToOneField(AdviceContact, models.PROTECT, related_name="decline")
    told_on = models.DateField("dag")
    how = models.CharField("hur personen sa det", max_length=20, choices=How)
    asked = models.BooleanField("personen är tillfrågad")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noterat")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decline_says_how", condition=Q(how__in=["mote", "telefon", "skriftligt"])
            )
        ]
        triggers = [
            append_only(),
            applies_no_more("NEW.contact_id"),
            refused_when(
                "declined_lawfully",
                (
                    """NOT EXISTS (
                        SELECT 1 FROM cases_advicecontact c
                        LEFT JOIN cases_application a ON a.contact_id = c.id
                        LEFT JOIN cases_advicecancellation x ON x.contact_id = c.id
                        WHERE c.id = NEW.contact_id AND c.wants <> 'nej'
                            AND a.id IS NULL AND x.id IS NULL
                            AND (NEW.asked OR c.wants = 'ja') AND c.held_on <= NEW.told_on
                    )""",
                    "Kontakten väntar inte på ansökan, eller personen är inte tillfrågad.",
                ),
                (f"NEW.told_on > {day_of('NEW.noted_at')}", "Dagen ligger i framtiden."),
            ),
        ]

    def __str__(self) -> str:
        return f"ville inte ansöka: {self.contact_id}"
