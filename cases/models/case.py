"""The case, its application, its number and its status."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case as If
from django.db.models import Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import LessThan, LessThanOrEqual
from django.urls import reverse
from django.utils.functional import cached_property
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from cases.models.application import Application
from cases.models.communication import awaited_until, unmet_replies
from cases.models.communication_triggers import replies_met
from cases.models.conflict import Declaration, not_by_the_barred
from cases.models.naming import Naming
from cases.models.opening import Opening
from cases.models.person import Person
from cases.models.seeing import OPENERS, by_function, held_by, lines_of_journal, units_beside
from cases.models.triggers import proposed_whole, reopened_by_a_court
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.history import Audited, audited
from jobbtorg.once import once, reading
from jobbtorg.organisation.models import Appointment, Function, Unit, User
from jobbtorg.rulebook.models import Setting


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


def referred() -> Exists:
    """Whether the nämnd has the case: a hänskjutande that it has not answered.

    A withdrawal overtakes it, unless it is about the avskrivning itself.
    """
    open_ = Application.objects.filter(
        Q(withdrawal__isnull=True) | Q(referrals__kind="avskrivning"),
        case=OuterRef("pk"),
        referrals__isnull=False,
        referrals__answer__isnull=True,
    )
    return Exists(open_)


def to_discontinue(on: date | None = None) -> Exists:
    """Whether the present application was withdrawn lately, and is not yet avskriven.

    Closing on the återkallelse alone stays possible: after a while nobody is reminded any more.
    """
    later = Application.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    ended = Application.objects.filter(
        pk=OuterRef("pk"), decisions__kind__in=("insats", "avvisning", "avskrivning")
    )
    asked = Application.objects.filter(
        pk=OuterRef("pk"), referrals__kind="avskrivning", referrals__answer__isnull=True
    )
    withdrawn = lately_withdrawn(on).filter(case=OuterRef("pk"))
    return Exists(withdrawn.filter(~Exists(later), ~Exists(ended), ~Exists(asked)))


def lately_withdrawn(on: date | None = None) -> models.QuerySet[Application]:
    """The applications that were withdrawn so lately that a chef may be reminded of them."""
    since = (on or clock.today()) - REMINDED
    return Application.objects.filter(withdrawal__withdrawn_on__gte=since)


def insats_stage() -> If:
    """How far a running insats has come: the uppdrag to give, to take on, to plan, to follow; and
    that its period soon ends, by the setting, or is over."""
    today = Value(clock.today(), models.DateField())
    watched = Setting.objects.on().filter(key="periodens_slut_forsta").values("value")
    days = Cast(Subquery(watched), models.IntegerField())
    soon = models.ExpressionWrapper(today + days, models.DateField())
    granted = Application.objects.granted().filter(case=OuterRef(OuterRef("pk")))
    latest = Application.objects.filter(pk=Subquery(granted.order_by("-pk").values("pk")[:1]))
    coach = {"assignment__acceptances__coach": OuterRef("coach")}
    return If(
        When(~Q(status=Status.PAGAR), then=Value("")),
        When(LessThan(insats_to(), today), then=Value(Case.Stage.OVER)),
        When(~Exists(latest.filter(assignment__isnull=False)), then=Value(Case.Stage.GIVE)),
        When(~Exists(latest.filter(**coach)), then=Value(Case.Stage.TAKE)),
        When(~Exists(latest.filter(assignment__plans__isnull=False)), then=Value(Case.Stage.PLAN)),
        When(LessThanOrEqual(insats_to(), soon), then=Value(Case.Stage.ENDING)),
        default=Value(Case.Stage.FOLLOW),
        output_field=models.CharField(),
    )


def insats_to() -> Subquery:
    """The last day of the insats that was granted last."""
    granted = Application.objects.granted().filter(case=OuterRef("pk")).order_by("-pk")
    return Subquery(granted.values("decisions__rulings__period_to")[:1])


def decided_by_namnd() -> Exists:
    """Whether the nämnd itself has decided the case's present application."""
    later = Application.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    return Exists(
        Application.objects.filter(
            ~Exists(later),
            case=OuterRef("pk"),
            decisions__isnull=False,
            decisions__decided_by__isnull=True,
        )
    )


def appealed_from_namnd() -> Exists:
    """Whether a decision of the nämnd's own is appealed and no court has judged it.

    Over it the nämnd itself speaks to the court (KL 6 kap. 38 §).
    """
    pending = Application.objects.filter(
        ~Q(decisions__appeals__transfers__kind="annan_myndighet"),
        Q(decisions__appeals__trial=None) | Q(decisions__appeals__trial__outcome="i_ratt_tid"),
        Q(decisions__appeals__review=None)
        | Q(decisions__appeals__review__outcome__in=["andras_inte", "delvis"]),
        case=OuterRef("pk"),
        decisions__decided_by__isnull=True,
        decisions__appeals__isnull=False,
        decisions__appeals__replaced_by__isnull=True,
        decisions__appeals__judgments__isnull=True,
    )
    return Exists(pending)


def naming(user: Any) -> Any:
    """The keys of the cases that the user is named on by a guardian grant."""
    grants = CaseUserObjectPermission.objects.in_force().filter(user=user)
    return grants.values("content_object")


class Keys(ArraySubquery):
    """The keys as one array; where there are known to be none, the condition never holds."""

    template = "(ARRAY(%(subquery)s))"
    empty_result_set_value = NotImplemented


def among(column: str, keys: Any) -> models.Func:
    """Whether the column is one of the keys, which are worked out first, as one array.

    PostgreSQL then looks each of them up in the column's index, also where the condition stands
    beside an OR or other conditions: for IN it may read every row there is. For few keys.
    """
    parts = (models.F(column), Keys(keys))
    return models.Func(
        *parts, template="%(expressions)s", arg_joiner=" = ANY", output_field=models.BooleanField()
    )


def is_named(user: Any) -> models.Func:
    """Whether the user is named on the case."""
    return among("pk", naming(user))


def naming_the_top() -> Any:
    """The grant that names the förvaltningschef, since nobody at the unit may decide the case."""
    top = Appointment.objects.on().filter(function=Function.FORVALTNINGSCHEF)
    return CaseUserObjectPermission.objects.filter(
        user__in=top.values("user"), content_object=OuterRef("pk")
    )


def contact_asked() -> Any:
    """The cases where another unit's request for contact has no answer."""
    return Case.objects.filter(
        pk=OuterRef("pk"), contact_requests__isnull=False, contact_requests__answer__isnull=True
    )


def asked_of_namnd() -> Exists:
    """Whether the nämnd itself is to decide what is not given out of the case. OSL 6 kap. 3 §."""
    waits = Case.objects.filter(
        pk=OuterRef("pk"),
        disclosures__referral__isnull=False,
        disclosures__referral__handed_back=None,
        disclosures__refusal=None,
    )
    return Exists(waits.order_by())


def _namnds() -> Q:
    """What the nämnd is to decide, has decided and not sent, or may have to tell a court of."""
    unsent = Q(status=Status.BESLUTAD) & decided_by_namnd()
    return referred() | unsent | Q(appealed_from_namnd()) | Q(asked_of_namnd())


def _protected() -> Q:
    """Whose person is protected: asked of the few who are, so that no other person is read."""
    return Q(person__in=Person.objects.exclude(protection="").order_by().values("pk"))


def _barring(user: Any) -> Any:
    """What makes the user jävig in the case."""
    return Declaration.objects.barring().filter(case=OuterRef("pk"), user=user).order_by()


def _opened(user: Any) -> Any:
    """What the user has opened of the case with a reason, and what lasts still."""
    return Opening.objects.in_force().filter(case=OuterRef("pk"), user=user).order_by()


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
        held = held_by(user, on)
        if not held:
            return self.none()
        shown = by_function(held, _namnds, Exists(_opened(user)))
        return self.filter(~Exists(_barring(user)), ~_protected() & shown | Q(is_named(user)))

    def opened_by(self, user: Any) -> Self:
        """The cases that the user has opened with a reason, and still may read: nothing more.

        Another unit's, under the same nämnd, while the user is a coach, chef or registrator there.
        """
        units = units_beside(held_by(user), OPENERS)
        return self.filter(
            ~Exists(_barring(user)), Exists(_opened(user)), ~_protected(), unit__in=units
        )

    def with_coach_here(self, on: date | None = None) -> Self:
        """Each case with whether its coach is a coach at its unit today, as `coach_here`."""
        held = Appointment.objects.on(on or clock.today()).filter(
            user=OuterRef("coach"),
            user__is_active=True,
            unit=OuterRef("unit"),
            function=Function.COACH,
        )
        return self.annotate(coach_here=Exists(held))

    def with_referred(self) -> Self:
        """Each case with whether the nämnd has it, as `referred`."""
        return self.annotate(referred=referred())

    def with_to_discontinue(self) -> Self:
        """Each case with whether its withdrawn application is to be avskriven, as `withdrawn`."""
        return self.annotate(withdrawn=to_discontinue())

    def with_awaited(self, on: date | None = None) -> Self:
        """Each case with until when the person may reply, as `awaited`, and whether the latest
        reply stands unmet, as `unmet`; only under investigation. `deadline_on` is what counts."""
        investigated = Q(status=Status.UTREDS)
        awaited = Subquery(awaited_until(on or clock.today()))
        return self.annotate(
            awaited=If(When(investigated, then=awaited), output_field=models.DateField()),
            unmet=Q(investigated & Exists(unmet_replies())),
        ).annotate(deadline_on=Coalesce("awaited", "due_on"))

    def with_insats(self) -> Self:
        """Each case with how far its running insats has come, as `stage`."""
        return self.annotate(stage=insats_stage())

    def for_tabs(self) -> Self:
        """Each case with all that the tabs of the worklist ask of it."""
        asked = self.with_coach_here().with_referred().with_awaited()
        return asked.with_to_discontinue().with_insats()

    def open(self) -> Self:
        """The cases that are not closed."""
        return self.exclude(status=Status.AVSLUTAD)

    def waiting_for_decision(self) -> Self:
        """The cases that a chef is to decide, in the order of their numbers."""
        return self.filter(status=Status.VANTAR).order_by("number")

    def for_worklist(self) -> Self:
        """What a row of a worklist shows, in one query; soonest deadline first."""
        answers = Declaration.objects.clearing().filter(case=OuterRef("pk"), user=OuterRef("coach"))
        rows = self.annotate(
            coach_answered=Exists(answers),
            for_top=Exists(naming_the_top()),
            contact_asked=Exists(contact_asked()),
            runs_to=insats_to(),
        )
        return rows.select_related("person", "unit", "coach").order_by(
            "-returned", models.F("deadline_on").asc(nulls_last=True), "pk"
        )

    def with_news(self, user: Any) -> Self:
        """Each case with whether somebody else has lately written in its journal, and the user has
        not opened it since, as `news`."""
        since = clock.now() - NEWS
        looks = AccessLog.objects.looks().filter(user=user, at__gte=since).order_by()
        seen = looks.filter(case_number=OuterRef("case__number"), at__gte=OuterRef("written_at"))
        lines = lines_of_journal().filter(case=OuterRef("pk"), written_at__gte=since)
        return self.annotate(news=Exists(lines.exclude(author=user).filter(~Exists(seen))))


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
    coach_here: bool  # annotated by with_coach_here
    referred: bool  # annotated by with_referred
    withdrawn: bool  # annotated by with_to_discontinue
    stage: str  # annotated by with_insats
    runs_to: date | None  # annotated by for_worklist
    awaited: date | None  # annotated by with_awaited
    unmet: bool  # annotated by with_awaited
    coach_answered: bool  # annotated by for_worklist
    for_top: bool  # annotated by for_worklist
    contact_asked: bool  # annotated by for_worklist
    news: bool  # annotated by with_news
    granted: bool  # by cases.beside.ask_ahead
    opening: Opening | None  # by cases.access.get_case: with what reason it is open to the user

    objects = CaseQuerySet.as_manager()

    class Meta(Audited.Meta):
        permissions = [("open_case", "Får öppna ärendet")]
        indexes = [
            models.Index(fields=["unit", "status", "due_on"]),
            models.Index(fields=["coach", "status", "due_on"]),
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
        beside = ["reached_by", "target_group", "received_by"]
        beside += ["decision_request"] if reading() else []
        return self.applications.select_related(*beside).latest("pk")

    def is_seen_by(self, user: Any) -> bool:
        """Whether it is among the cases that the user needs for their work today."""
        return once(
            ("seen", self.pk, user.pk),
            lambda: Case.objects.visible_to(user).filter(pk=self.pk).exists(),
        )

    @property
    def is_granted(self) -> bool:
        """Whether the decision that holds gives an insats."""
        if not hasattr(self, "granted"):
            self.granted = Application.objects.granted().filter(case=self).exists()
        return self.granted

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
        if not hasattr(self, "coach_here"):
            here = self.coach and self.coach.holds(Function.COACH, unit=self.unit)
            self.coach_here = bool(here)
        return self.coach_here

    @property
    def is_referred(self) -> bool:
        """Whether something in the case waits for the nämnd, and no delegate decides it."""
        if not hasattr(self, "referred"):
            self.referred = Case.objects.filter(referred(), pk=self.pk).exists()
        return self.referred

    @property
    def is_appealed_from_namnd(self) -> bool:
        """Whether the nämnd may have to speak to a court of what it decided itself."""
        return Case.objects.filter(appealed_from_namnd(), pk=self.pk).exists()

    @property
    def is_asked_of_namnd(self) -> bool:
        """Whether the nämnd is to decide what is not given out of the case."""
        return Case.objects.filter(asked_of_namnd(), pk=self.pk).exists()

    @property
    def is_to_discontinue(self) -> bool:
        """Whether a chef is reminded that its withdrawn application is to be avskriven."""
        if not hasattr(self, "withdrawn"):
            self.withdrawn = Case.objects.filter(to_discontinue(), pk=self.pk).exists()
        return self.withdrawn

    @property
    def insats_stage(self) -> str:
        """How far its insats has come; empty while none runs."""
        if self.status != Status.PAGAR:
            return ""
        if not hasattr(self, "stage"):
            self.stage = Case.objects.filter(pk=self.pk).with_insats().get().stage
        return self.stage

    @property
    def last_day(self) -> date | None:
        """The last day of the insats that was granted last."""
        if not hasattr(self, "runs_to"):
            self.runs_to = Case.objects.filter(pk=self.pk).annotate(to=insats_to()).get().to
        return self.runs_to

    @property
    def is_answered(self) -> bool:
        """Whether its coach has answered the question of jäv."""
        if not hasattr(self, "coach_answered"):
            answers = Declaration.objects.clearing().filter(case=self, user=self.coach_id)
            self.coach_answered = answers.exists()
        return self.coach_answered

    @property
    def awaits_until(self) -> date | None:
        """The last day to reply to the basis, while it is the person's turn."""
        if self.status != Status.UTREDS:
            return None
        if not hasattr(self, "awaited"):
            found = Case.objects.filter(pk=self.pk).with_awaited().get()
            self.awaited, self.unmet = found.awaited, found.unmet
        return self.awaited

    @property
    def has_unmet_reply(self) -> bool:
        """Whether the coach has yet to meet the latest reply."""
        waits = self.status == Status.UTREDS and self.awaits_until is None
        return waits and self.unmet

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
