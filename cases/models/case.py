"""The case, its application, its number and its status."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from cases.models.application import Application
from cases.models.communication_triggers import replies_met
from cases.models.conflict import Declaration, not_by_the_barred
from cases.models.naming import Naming
from cases.models.opening import Opening
from cases.models.person import Person
from cases.models.seeing import (
    OPENERS,
    Own,
    Sight,
    by_function,
    held_by,
    lines_of_journal,
    sight_of,
    units_beside,
)
from cases.models.standing import Standing, deadline_on, ends_soon
from cases.models.triggers import proposed_whole, reopened_by_a_court
from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.audit.models import AccessLog
from jobbtorg.built_once import built_once
from jobbtorg.history import Audited, audited
from jobbtorg.once import once, reading
from jobbtorg.organisation.models import Appointment, Function, Unit, User


class Status(models.TextChoices):
    """Where in Socialstyrelsen's process the case stands."""

    AKTUALISERAD = "aktualiserad", "Aktualiserad"
    UTREDS = "utreds", "Under utredning"
    VANTAR = "vantar_pa_beslut", "Väntar på beslut"
    BESLUTAD = "beslutad", "Beslutad"
    PAGAR = "pagar", "Insats pågår"
    AVSLUTAD = "avslutad", "Avslutad"


TRANSITIONS: dict[Status, set[Status]] = {
    # a withdrawn application ends the case, or leaves it to the insats that still runs;
    # one that is dismissed or discontinued is decided without having waited for it
    Status.AKTUALISERAD: {Status.UTREDS, Status.BESLUTAD, Status.PAGAR, Status.AVSLUTAD},
    Status.UTREDS: {Status.VANTAR, Status.BESLUTAD, Status.PAGAR, Status.AVSLUTAD},
    Status.VANTAR: {Status.UTREDS, Status.BESLUTAD, Status.PAGAR, Status.AVSLUTAD},
    Status.BESLUTAD: {Status.PAGAR, Status.AVSLUTAD},
    # by an application for a continued insats, by a decision whose letter is to be sent, or
    # since the insats is closed
    Status.PAGAR: {Status.AKTUALISERAD, Status.BESLUTAD, Status.AVSLUTAD},
    # by a later decision, by a court that has sent the matter back, or since the closing of its
    # insats was a mistake
    Status.AVSLUTAD: {Status.BESLUTAD, Status.AKTUALISERAD, Status.PAGAR},
}


NEWS = timedelta(days=14)  # how long it is news that somebody wrote in a journal
REMINDED = timedelta(days=30)  # how long a withdrawn application stands on the chefs' list


def naming_the_top() -> Any:
    """The grant that names the förvaltningschef, since nobody at the unit may decide the case."""
    top = Appointment.objects.on().filter(function=Function.FORVALTNINGSCHEF)
    return CaseUserObjectPermission.objects.filter(
        user__in=top.values("user"), content_object=OuterRef("pk")
    )


def _protected() -> Q:
    """Whose person is protected: asked of the few who are, so that no other person is read."""
    few = Person.objects.exclude(protection="").order_by()
    return Q(Exists(few.filter(pk=OuterRef("person"))))


def own(user: Any) -> Own:
    """What stands in cases for the user; asked now by an act, once while a page is read."""
    return once(("own cases", user.pk), lambda: Own(*_own.one(user.pk)))


@built_once
def _own(user: int) -> Any:
    barring = Declaration.objects.barring().filter(user=OuterRef("pk"))
    named = CaseUserObjectPermission.objects.in_force().filter(user=OuterRef("pk"))
    opened = Opening.objects.in_force().filter(user=OuterRef("pk"))
    return User.objects.filter(pk=user).values_list(
        ArraySubquery(barring.order_by().values("case")),
        ArraySubquery(named.values("content_object")),
        ArraySubquery(opened.order_by().values("case")),
    )


def sight(user: Any, on: date | None = None) -> Sight | None:
    """What the user may see on the day; None for who has no function and sees nothing."""
    held = held_by(user, on)
    key = ("sight", user.pk, user.is_active, held.day)
    return once(key, lambda: sight_of(held, own(user))) if held else None


class CaseQuerySet(models.QuerySet):
    """Case.objects: access is how you fetch."""

    def visible_to(self, user: Any, on: date | None = None) -> Self:
        """The cases that the user needs for their work today (lag 2001:454 10 §).

        Unit's coaches and chefs, of a closed case for some days more; the registrator, and the
        nämndsekreterare from a hänskjutande until it is answered and the nämnd's own decision is
        sent, and while that is appealed and no court has judged it, each under their own nämnd;
        except for protected persons, whose case only those see who are named on it by a guardian
        grant. Never who is jävig (KL 7 kap. 4 §). A closed case of the own unit that has been
        opened with a reason is the unit's again while that lasts.
        """
        seen = sight(user, on)
        return self.in_sight(seen) if seen else self.none()

    def in_sight(self, seen: Sight) -> Self:
        """The cases that whoever has this sight may see."""
        shown = ~_protected() & by_function(seen)
        if seen.own.named:
            shown |= Q(among("pk", seen.own.named))
        rows = self.filter(shown)
        return rows.filter(~Q(among("pk", seen.own.barred))) if seen.own.barred else rows

    def opened_by(self, user: Any) -> Self:
        """The cases that the user has opened with a reason, and still may read: nothing more.

        Another unit's, under the same nämnd, while the user is a coach, chef or registrator there.
        """
        units, mine = units_beside(held_by(user), OPENERS), own(user)
        if not mine.opened:
            return self.none()
        rows = self.filter(~_protected(), pk__in=mine.opened, unit__in=units)
        return rows.exclude(pk__in=mine.barred)

    def whole(self) -> Self:
        """With whom it is about, whose it is and where it stands."""
        return self.select_related("person", "unit", "coach", "standing")

    def open(self) -> Self:
        """The cases that are not closed."""
        return self.exclude(status=Status.AVSLUTAD)

    def waiting_for_decision(self) -> Self:
        """The cases that a chef is to decide, in the order of their numbers."""
        return self.filter(status=Status.VANTAR).order_by("number")

    def for_worklist(self) -> Self:
        """What a row of a worklist shows, in one query; soonest deadline first."""
        rows = self.annotate(for_top=Exists(naming_the_top()))
        return rows.whole().by_deadline()

    def by_deadline(self) -> Self:
        """What was sent back first, then the soonest deadline."""
        soonest = models.F("deadline_on").asc(nulls_last=True)
        return self.with_deadline().order_by("-returned", soonest, "pk")

    def with_deadline(self) -> Self:
        """Each case with the day by which its next step is taken, as `deadline_on`."""
        return self.annotate(deadline_on=deadline_on())

    def with_news(self, user: int, since: datetime) -> Self:
        """Each case with whether somebody else has written in its journal since then, and the user
        (a key) has not opened it after that, as `news`."""
        looks = AccessLog.objects.looks().filter(user=user, at__gte=since).order_by()
        seen = looks.filter(case_number=OuterRef("case__number"), at__gte=OuterRef("written_at"))
        lines = lines_of_journal().filter(case=OuterRef("pk"), written_at__gte=since)
        news = Exists(lines.exclude(author=user).filter(~Exists(seen)))
        return self.annotate(news=Q(Q(standing__last_line_at__gte=since) & Q(news)))


class NumberSeries(models.Model):
    """The last number given in a series of a year; locked while the next is taken, so no gaps."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="series_year_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class Case(Audited):
    """A person's case at a jobbtorg."""

    class Stage(models.TextChoices):
        """How far an insats that runs has come."""

        GIVE = "ge", "Uppdraget ska ges"
        TAKE = "ta_emot", "Uppdraget ska tas emot"
        PLAN = "planera", "Jobbplanen ska göras"
        FOLLOW = "folja_upp", "Insatsen följs upp"
        ENDING = "slutar", "Perioden slutar snart"
        OVER = "slut", "Insatsen ska avslutas"

    number = models.CharField("ärendenummer", max_length=20, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases", verbose_name="person")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases", verbose_name="enhet")
    coach = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="coach"
    )
    status = models.CharField("status", max_length=20, choices=Status, default=Status.AKTUALISERAD)
    due_on = models.DateField("frist", null=True, blank=True)
    returned = models.BooleanField("återlämnad", default=False)
    history = audited()
    for_top: bool  # annotated by for_worklist
    news: bool  # annotated by with_news
    standing: Standing
    opening: Opening | None  # by cases.access.get_case: with what reason it is open to the user

    objects = CaseQuerySet.as_manager()

    class Meta(Audited.Meta):
        permissions = [("open_case", "Får öppna ärendet")]
        indexes = [
            models.Index(fields=["unit", "status", "due_on"]),
            models.Index(fields=["coach", "status", "due_on"]),
            models.Index(
                fields=["-returned", "due_on", "id"],
                name="letters_by_deadline",
                include=["unit", "person"],
                condition=Q(status=Status.BESLUTAD),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(status=Status.AVSLUTAD),
                name="one_open_case_per_person",
                violation_error_message="Personen har redan ett öppet ärende.",
            ),
            models.CheckConstraint(
                name="status_is_one_of_the_table", condition=Q(status__in=Status.values)
            ),
        ]
        triggers = [
            *Audited.Meta.triggers,
            proposed_whole(),
            reopened_by_a_court(),
            replies_met(),
            not_by_the_barred("coach_not_barred", "NEW.id", "coach_id", "Coachen är jävig."),
            pgtrigger.FSM(
                name="status_table",
                field="status",
                transitions=[
                    (a.value, b.value) for a, to in TRANSITIONS.items() for b in sorted(to)
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def application(self) -> Application:
        """The present application: the one that is tried, or was tried last."""
        found: Application = (
            _present.one(self.pk)
            if reading()
            else self.applications.select_related(*PRESENT).latest("pk")
        )
        found.case = self
        return found

    def is_seen_by(self, user: Any) -> bool:
        """Whether it is among the cases that the user needs for their work today."""
        return once(
            ("seen", self.pk, user.pk),
            lambda: Case.objects.visible_to(user).filter(pk=self.pk).exists(),
        )

    @property
    def stands(self) -> Standing:
        """Where it stands: as it was fetched with the case or asked for a page; an act asks now."""
        if "standing" in self._state.fields_cache or reading():
            return self.standing
        return Standing.objects.get(case=self.pk)

    @property
    def is_granted(self) -> bool:
        """Whether the decision that holds gives an insats."""
        return self.stands.granted

    @property
    def is_decided(self) -> bool:
        """Whether there is a decision to show: a withdrawn application may be closed without."""
        if self.status in (Status.BESLUTAD, Status.PAGAR):
            return True
        closed = self.status == Status.AVSLUTAD
        return closed and self.applications.filter(decisions__isnull=False).exists()

    @property
    def is_handled(self) -> bool:
        """Whether a coach who is still a coach at the unit has the case."""
        return self.stands.has_coach(clock.today())

    @property
    def is_referred(self) -> bool:
        """Whether something in the case waits for the nämnd, and no delegate decides it.

        A withdrawal overtakes it, unless it is about the avskrivning itself.
        """
        return self.stands.referred

    @property
    def is_the_namnds(self) -> bool:
        """Whether the nämnd has something to decide in it, or may have to speak to a court of what
        it decided itself (KL 6 kap. 38 §)."""
        standing = self.stands
        return standing.referred or standing.namnd_speaks or standing.namnd_asked

    @property
    def is_to_discontinue(self) -> bool:
        """Whether a chef is reminded that its withdrawn application is to be avskriven.

        Closing on the återkallelse alone stays possible: after a while nobody is reminded any more.
        """
        withdrawn = self.stands.withdrawn_on
        return withdrawn is not None and withdrawn >= clock.today() - REMINDED

    @property
    def insats_stage(self) -> str:
        """How far its insats has come; empty while none runs."""
        if self.status != Status.PAGAR:
            return ""
        standing, today = self.stands, clock.today()
        if standing.runs_to and standing.runs_to < today:
            return self.Stage.OVER
        if standing.step != self.Stage.FOLLOW:
            return self.Stage(standing.step)
        return self.Stage.ENDING if ends_soon(standing) else self.Stage.FOLLOW

    @property
    def last_day(self) -> date | None:
        """The last day of the insats that was granted last."""
        return self.stands.runs_to

    @property
    def is_answered(self) -> bool:
        """Whether its coach has answered the question of jäv."""
        return self.stands.coach_answered

    @property
    def contact_asked(self) -> bool:
        """Whether another unit's request for contact has no answer."""
        return self.stands.contact_asked

    @property
    def awaits_until(self) -> date | None:
        """The last day to reply to the basis, while it is the person's turn."""
        if self.status != Status.UTREDS:
            return None
        reply_by = self.stands.reply_by
        return reply_by if reply_by and reply_by >= clock.today() else None

    @property
    def has_unmet_reply(self) -> bool:
        """Whether the coach has yet to meet the latest reply."""
        waits = self.status == Status.UTREDS and self.awaits_until is None
        return waits and self.stands.unmet

    @property
    def deadline(self) -> date | None:
        """The day by which the next step is taken: the person's, while it is their turn."""
        return self.awaits_until or self.due_on

    @property
    def is_for_top(self) -> bool:
        """Whether the förvaltningschef is to decide it."""
        if not hasattr(self, "for_top"):
            self.for_top = Case.objects.filter(Exists(naming_the_top()), pk=self.pk).exists()
        return self.for_top

    @property
    def slug(self) -> str:
        """The number as addresses carry it: JT-2026-0001."""
        return self.number.replace(" ", "-")

    def get_absolute_url(self) -> str:
        """The case page."""
        return reverse("case", args=[self.slug])


PRESENT = ("reached_by", "target_group", "received_by")


@built_once
def _present(case: int) -> Any:
    rows = Application.objects.filter(case=case).order_by("-pk")
    return rows.select_related(*PRESENT, "decision_request")[:1]


class GrantManager(UserObjectPermissionManager):
    """CaseUserObjectPermission.objects."""

    def in_force(self) -> Any:
        """Those to open the case that last: by function, or by hand through a day not passed."""
        lasting = Q(naming=None) | Q(naming__until__gte=clock.today())
        return self.filter(lasting, permission__codename="open_case")


class CaseUserObjectPermission(UserObjectPermissionBase):
    """Who is named on a case: guardian's grant, by a direct foreign key.

    With `naming` it is given by hand, and gives nothing after its last day.
    """

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)
    naming = models.ForeignKey(
        Naming, models.PROTECT, null=True, blank=True, related_name="grants", editable=False
    )

    objects: ClassVar[GrantManager] = GrantManager()

    class Meta(UserObjectPermissionBase.Meta):
        triggers = [
            not_by_the_barred(
                "named_not_barred",
                "NEW.content_object_id",
                "user_id",
                "Den som är jävig namnges inte på ärendet.",
            )
        ]
