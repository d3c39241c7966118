"""A piece of long work: who asked for what, how far it has come, and the file or page it gave."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from jobbtorg import clock
from jobbtorg.history import never_deleted
from jobbtorg.organisation.models import User


class Message(models.Model):
    """What a worker is to be told, until it has been: a task's name and a key (jobs.outbox)."""

    task = models.CharField("uppgift", max_length=100)
    key = models.BigIntegerField("nyckel")
    written_at = models.DateTimeField("skrivet")
    request = models.CharField("begäran", max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["written_at"])]

    def __str__(self) -> str:
        return f"{self.task} {self.key}"


class Heartbeat(models.Model):
    """When a worker last showed that beat, queue, worker and database hang together."""

    queue = models.CharField("kö", max_length=40, unique=True)
    at = models.DateTimeField("senaste livstecken")

    def __str__(self) -> str:
        return f"{self.queue} {self.at}"


class State(models.TextChoices):
    """Where the work stands."""

    WAITING = "vantar", "Väntar"
    RUNNING = "arbetar", "Pågår"
    DONE = "klart", "Klart"
    FAILED = "misslyckat", "Misslyckades"
    GONE = "borttaget", "Filen är borttagen"


UNDER_WAY = (State.WAITING, State.RUNNING)
ENDED = (State.DONE, State.FAILED)
TRANSITIONS = [
    (State.WAITING, State.RUNNING),
    (State.RUNNING, State.WAITING),  # its worker was lost
    (State.RUNNING, State.DONE),
    (State.RUNNING, State.FAILED),
    (State.FAILED, State.WAITING),  # Försök igen
    (State.DONE, State.GONE),
]


def _refused_change(name: str, condition: str, sentence: str) -> pgtrigger.Trigger:
    """Refuses an update for which the condition holds."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {condition} THEN RAISE EXCEPTION '{sentence}'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
    )


def names_nobody() -> pgtrigger.Trigger:
    """No personnummer is ever a parameter: what the work is about is told by keys."""
    return pgtrigger.Trigger(
        name="names_nobody",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="IF NEW.parameters::text ~ '[0-9]{6}[-+]?[0-9]{4}' THEN"
        " RAISE EXCEPTION 'Ett arbete bär inga personnummer.'"
        " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
    )


class JobQuerySet(models.QuerySet["Job"]):
    """Job.objects."""

    def of(self, user: User) -> Self:
        """The user's own, the latest first."""
        return self.filter(owner=user).order_by("-asked_at", "-pk")

    def unseen(self) -> Self:
        """What has ended and its owner has not looked at."""
        return self.filter(state__in=ENDED, seen_at=None)

    def seen(self) -> None:
        """That the owner has looked."""
        self.unseen().update(seen_at=clock.now())


class Job(models.Model):
    """One piece of long work. Its parameters hold keys and days, never a person's data.

    `attempt` counts the workers that have taken it: a worker that finds another number than its
    own has been overtaken, and writes nothing more.
    """

    kind = models.SlugField("slag", max_length=60)
    title = models.CharField("arbete", max_length=200)
    parameters = models.JSONField("uppgifter", default=dict)
    owner = models.ForeignKey(User, models.PROTECT, related_name="jobs", verbose_name="beställare")
    asked_at = models.DateTimeField("beställt")
    state = models.CharField("läge", max_length=20, choices=State, default=State.WAITING)
    attempt = models.PositiveIntegerField("försök", default=0)
    lost = models.PositiveSmallIntegerField("avbrott", default=0)
    done = models.PositiveIntegerField("klara steg", default=0)
    total = models.PositiveIntegerField("steg", default=0)
    heartbeat = models.DateTimeField("senaste livstecken")
    ended_at = models.DateTimeField("avslutat", null=True, blank=True)
    error = models.CharField("vad som gick fel", max_length=500, blank=True)
    file_name = models.CharField("filnamn", max_length=200, blank=True)
    content_type = models.CharField("filtyp", max_length=100, blank=True)
    key = models.CharField("nyckel", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("storlek i byte", default=0)
    sha256 = models.CharField("kontrollsumma", max_length=64, blank=True)
    page = models.CharField("sida", max_length=200, blank=True, db_default="")
    seen_at = models.DateTimeField("sett", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "-asked_at"]),
            models.Index(
                fields=["owner"],
                condition=Q(state__in=["klart", "misslyckat"], seen_at=None),
                name="job_unseen",
            ),
            models.Index(
                fields=["heartbeat"],
                condition=Q(state__in=["vantar", "arbetar"]),
                name="job_under_way",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_is_in_a_known_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="job_done_has_its_file",
                condition=Q(page="")
                & (
                    Q(state="klart", key__regex=r"\S", sha256__regex="^[0-9a-f]{64}$", size__gt=0)
                    | Q(state="borttaget", key="", sha256__regex="^[0-9a-f]{64}$")
                    | Q(state__in=["vantar", "arbetar", "misslyckat"], key="", sha256="")
                )
                | Q(state="klart", page__startswith="/", key="", sha256=""),
            ),
            models.CheckConstraint(
                name="job_failed_says_why",
                condition=Q(state="misslyckat", error__regex=r"\S")
                | (~Q(state="misslyckat") & Q(error="")),
            ),
            models.CheckConstraint(
                name="job_has_done_no_more_than_all",
                condition=Q(total=0) | Q(done__lte=F("total")),
            ),
            models.CheckConstraint(
                name="job_ended_at_a_time",
                condition=Q(state__in=["vantar", "arbetar"], ended_at=None)
                | Q(state__in=["klart", "misslyckat", "borttaget"], ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["owner", "kind", "parameters"],
                condition=Q(state__in=["vantar", "arbetar"]),
                name="job_asked_for_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="job_file_is_its_own"
            ),
        ]
        triggers = [
            never_deleted(),
            names_nobody(),
            pgtrigger.FSM(
                name="job_states",
                field="state",
                transitions=[(a.value, b.value) for a, b in TRANSITIONS],
            ),
            _refused_change(
                "asked_as_it_was",
                "(NEW.kind, NEW.owner_id, NEW.asked_at, NEW.parameters)"
                " IS DISTINCT FROM (OLD.kind, OLD.owner_id, OLD.asked_at, OLD.parameters)",
                "Det som har beställts ändras inte.",
            ),
            _refused_change(
                "one_result",
                "OLD.sha256 <> '' AND (NEW.sha256 <> OLD.sha256 OR NEW.key NOT IN ('', OLD.key))"
                " OR OLD.page <> '' AND NEW.page <> OLD.page",
                "Arbetet har redan gett sin fil.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The work's own page."""
        return reverse("job", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        """Whether something more will happen by itself."""
        return self.state in UNDER_WAY

    @property
    def progress(self) -> str:
        """How far it has come, in words."""
        if self.state == State.WAITING:
            return "Väntar på sin tur"
        if not self.total:
            return "Pågår"
        return f"{self.done} av {self.total} klara"

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        tones = {State.DONE: "success", State.FAILED: "danger", State.GONE: "quiet"}
        return tones.get(State(self.state), "info")
