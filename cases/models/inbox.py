"""The inbox: what has come in and is in no case yet, and what became of each paper."""

from datetime import date
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format

from cases.models.document import Document, infected_for_good
from cases.models.files import IS_A_FILE, FileQuerySet, KeptFile, ScanAnswer, says_what_it_found
from cases.models.seeing import held_by, whole_namnd
from jobbtorg import clock
from jobbtorg.arrivals import Delivery
from jobbtorg.deadlines import DAY, previous_working_day
from jobbtorg.history import append_only
from jobbtorg.organisation.models import Appointment, Function, User
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import Units, root

REGISTRATOR = "p.function = 'registrator'"
SAME_NAMND = (
    "EXISTS (SELECT 1 FROM organisation_appointment x JOIN organisation_appointment y"
    " ON y.user_id = NEW.sorted_by_id AND y.function = 'registrator'"
    " WHERE x.user_id = f.uploaded_by_id AND x.function = 'registrator'"
    f" AND {root('x.unit_id')} = {root('y.unit_id')})"
)
NAMED = (
    "EXISTS (SELECT 1 FROM cases_caseuserobjectpermission g"
    " JOIN auth_permission a ON a.id = g.permission_id AND a.codename = 'open_case'"
    " LEFT JOIN cases_naming n ON n.id = g.naming_id"
    " WHERE g.content_object_id = f.case_id AND g.user_id = NEW.sorted_by_id"
    f" AND (g.naming_id IS NULL OR n.until >= {day_of('NEW.sorted_at')}))"
)


def put_in_lawfully() -> pgtrigger.Trigger:
    """By a registrator, and the same file waits once."""
    return refused_unless(
        "put_in_lawfully",
        (
            holds("NEW.uploaded_by_id", REGISTRATOR, day_of("NEW.uploaded_at")),
            "Bara registratorer lägger in i inkorgen.",
        ),
        (
            "NOT EXISTS (SELECT 1 FROM cases_paper q WHERE q.sha256 = NEW.sha256"
            " AND NOT EXISTS (SELECT 1 FROM cases_sorting s WHERE s.paper_id = q.id))",
            "Filen ligger redan i inkorgen.",
        ),
        declare="SELECT pg_advisory_xact_lock(hashtext(NEW.sha256)) INTO f;",
    )


def sorted_lawfully() -> pgtrigger.Trigger:
    """By a registrator, clean, never dated ahead, and into a case only with its document."""
    uploaded_on = day_of("f.uploaded_at")
    return refused_unless(
        "sorted_lawfully",
        (
            holds("NEW.sorted_by_id", REGISTRATOR, day_of("NEW.sorted_at")),
            "Bara registratorer sorterar inkorgen.",
        ),
        (SAME_NAMND, "Handlingen ligger i en annan nämnds inkorg."),
        ("NEW.sorted_at >= f.uploaded_at", "Handlingen är sorterad innan den lades in."),
        (
            "NEW.document_id IS NULL OR f.document_key = f.paper_key AND f.received_on ="
            " NEW.arrived_on AND f.entered_by = NEW.sorted_by_id",
            "Handlingen i ärendet är en annan än den i inkorgen.",
        ),
        (
            "NEW.document_id IS NULL OR f.scan = 'rent'",
            "Handlingen är inte virussökt och sorteras inte till ett ärende.",
        ),
        (
            f"COALESCE(NEW.arrived_on <= {uploaded_on} AND NEW.noticed_on <= {uploaded_on}, true)",
            "Ankomstdagen är efter dagen då handlingen lades i inkorgen.",
        ),
        (
            f"COALESCE(NEW.sent_on <= {day_of('NEW.sorted_at')}, true)",
            "Dagen då handlingen skickades vidare ligger i framtiden.",
        ),
        (
            f"NEW.document_id IS NULL OR f.protection = '' OR {NAMED}",
            "Bara den som är namngiven på ärendet sorterar handlingar till det.",
        ),
        declare="""
            SELECT p.uploaded_at, p.uploaded_by_id, p.key AS paper_key, d.key AS document_key,
                d.case_id, d.received_on, d.uploaded_by_id AS entered_by, r.protection,
                (SELECT s.outcome FROM cases_paperscan s WHERE s.paper_id = p.id
                 ORDER BY s.id DESC LIMIT 1) AS scan
            INTO f FROM cases_paper p LEFT JOIN cases_document d ON d.id = NEW.document_id
            LEFT JOIN cases_case c ON c.id = d.case_id
            LEFT JOIN cases_person r ON r.id = c.person_id
            WHERE p.id = NEW.paper_id FOR UPDATE OF p;
        """,
    )


def registering_at(user: Any) -> Units:
    """The units of the nämnder where the user is registrator."""
    return whole_namnd(held_by(user), Function.REGISTRATOR)


class PaperQuerySet(FileQuerySet):
    """Paper.objects: what waits, and what has been sorted."""

    def visible_to(self, user: Any) -> Self:
        """Those of the inboxes of the nämnder where the user is registrator. OSL 8 kap. 1 §."""
        return self.put_in_at(registering_at(user))

    def put_in_at(self, units: Units) -> Self:
        """Those that a registrator of these units has put in."""
        theirs = Appointment.objects.filter(
            units.hold("unit"), user=OuterRef("uploaded_by"), function=Function.REGISTRATOR
        )
        return self.filter(Exists(theirs))

    def waiting(self) -> Self:
        """Those that nobody has sorted."""
        return self.filter(sorting__isnull=True)

    def late(self) -> Self:
        """Those that wait since an earlier working day: nothing lies overnight."""
        return self.waiting().filter(uploaded_at__date__lte=last_day_ended())

    def listed(self) -> Self:
        """With what a list of them shows, the oldest first."""
        return self.with_scan().select_related("uploaded_by").order_by("uploaded_at", "pk")


class Paper(KeptFile):
    """A paper in the inbox: it is about nobody and in no case until it is sorted."""

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="paper_is_a_file_of_a_known_kind", condition=IS_A_FILE)
        ]
        indexes = [models.Index(fields=["sha256"])]
        triggers = [append_only(), put_in_lawfully()]

    def __str__(self) -> str:
        return f"Handling {self.pk} i inkorgen"

    def get_absolute_url(self) -> str:
        """Where it is opened."""
        return reverse("inbox_paper", args=[self.pk])

    @property
    def number(self) -> str:
        """What the access log calls it: never by its file's name."""
        return f"inkorg {self.pk}"

    @property
    def place(self) -> str:
        """The inbox and the number there."""
        return f"inkorgen, handling {self.pk}"

    @property
    def uploaded_on(self) -> date:
        """The day on which it was put in."""
        return clock.day_of(self.uploaded_at)

    @property
    def is_late(self) -> bool:
        """Whether it has waited since an earlier working day."""
        return self.uploaded_on <= last_day_ended()

    @property
    def since(self) -> str:
        """Since when it has waited, in words."""
        yesterday = self.uploaded_on == clock.today() - DAY
        return "i går" if yesterday else date_format(self.uploaded_on, "j F")


def last_day_ended() -> date:
    """The last working day before today: what came then or earlier should have been sorted."""
    return previous_working_day(clock.today())


class PaperScan(ScanAnswer):
    """What a scanner said of a paper in the inbox."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="scans")

    class Meta(ScanAnswer.Meta):
        abstract = False
        constraints = [says_what_it_found("paper_scan_says_what_it_found")]
        triggers = [append_only(), infected_for_good("cases_paperscan", "paper_id")]


class Sorting(models.Model):
    """What became of a paper: into a case, to the authority it was meant for, or out again."""

    class Outcome(models.TextChoices):
        CASE = "arende", "Till ett ärende"
        FORWARDED = "overlamnad", "Överlämnad till en annan myndighet"
        RETURNED = "retur", "Skickad i retur till avsändaren"
        MISTAKE = "misstag", "Inlagd av misstag"

    class Way(models.TextChoices):
        POST = "post", "Post"
        COURIER = "bud", "Internpost eller bud"
        EMAIL = "epost", "E-post"
        DIGITAL = "digital", "Säkert digitalt meddelande"

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="sorting")
    outcome = models.CharField("vad som hände", max_length=20, choices=Outcome)
    sorted_at = models.DateTimeField("sorterad")
    sorted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="sorting"
    )
    delivery = models.CharField("hur den kom", max_length=20, choices=Delivery, blank=True)
    noticed_on = models.DateField("ni fick den", null=True, blank=True)
    arrived_on = models.DateField("ankomstdag", null=True, blank=True)
    arrival_reason = models.TextField("skäl till en annan dag", blank=True)
    authority = models.CharField("myndighet", max_length=200, blank=True)
    way = models.CharField("hur den skickades", max_length=20, choices=Way, blank=True)
    sent_on = models.DateField("skickad", null=True, blank=True)
    reason = models.CharField("varför", max_length=300, blank=True)

    class Meta:
        ordering = ["-sorted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="sorting_tells_what_its_outcome_asks",
                condition=Q(
                    outcome="arende",
                    document__isnull=False,
                    delivery__in=Delivery.values,
                    noticed_on__isnull=False,
                    arrived_on__isnull=False,
                )
                | Q(
                    outcome="overlamnad",
                    document=None,
                    arrived_on=None,
                    authority__regex=r"\S",
                    way__in=["post", "bud", "epost", "digital"],
                    sent_on__isnull=False,
                    reason__regex=r"\S",
                )
                | Q(
                    outcome="retur",
                    document=None,
                    arrived_on=None,
                    way__in=["post", "bud", "epost", "digital"],
                    sent_on__isnull=False,
                    reason__regex=r"\S",
                )
                | Q(outcome="misstag", document=None, arrived_on=None, reason__regex=r"\S"),
            )
        ]
        triggers = [append_only(), sorted_lawfully()]

    def __str__(self) -> str:
        return self.get_outcome_display()
