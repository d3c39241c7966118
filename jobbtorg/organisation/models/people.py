"""Units, users and who holds which function where."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.built_once import built_once
from jobbtorg.dated import never_overlapping, ordered_days
from jobbtorg.history import Audited, audited
from jobbtorg.once import once, reading
from jobbtorg.organisation import chain
from jobbtorg.organisation.models import triggers
from jobbtorg.organisation.models.row import RegisterRow, never_withdrawn_late


class Function(models.TextChoices):
    """What a person is appointed to be; delegation is given to the function."""

    COACH = "coach", "Coach"
    ENHETSCHEF = "enhetschef", "Enhetschef"
    BITRADANDE = "bitradande_enhetschef", "Biträdande enhetschef"
    FORVALTNINGSCHEF = "forvaltningschef", "Förvaltningschef"
    DELEGATIONSADMIN = "delegationsadministrator", "Delegationsadministratör"
    REGISTRATOR = "registrator", "Registrator"
    NAMNDSEKRETERARE = "namndsekreterare", "Nämndsekreterare"
    GRANSKARE = "granskare", "Granskare"


CHEFER = (Function.ENHETSCHEF, Function.BITRADANDE)


class Unit(Audited):
    """A jobbtorg, the unit Insatser, the verksamhetsområde they are part of, or the förvaltning."""

    class Kind(models.TextChoices):
        JOBBTORG = "jobbtorg", "Jobbtorg"
        INSATSER = "insatser", "Insatser"
        OMRADE = "omrade", "Verksamhetsområde"
        FORVALTNING = "forvaltning", "Förvaltning"

    name = models.CharField("namn", max_length=100, unique=True)
    kind = models.CharField("slag", max_length=20, choices=Kind)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="del av"
    )
    last_day = models.DateField("sista dag", null=True, blank=True)
    address = models.CharField("besöksadress", max_length=200, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    hours = models.CharField("telefontider", max_length=100, blank=True)
    history = audited()

    class Meta(Audited.Meta):
        ordering = ["name"]
        triggers = [
            *Audited.Meta.triggers,
            triggers.closed_when_empty(),
            triggers.stays_what_it_is(),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def investigates(self) -> bool:
        """Whether applications are investigated and decided here."""
        return self.kind == self.Kind.JOBBTORG

    def is_open(self, on: date | None = None) -> bool:
        """Whether the unit exists on the day."""
        return self.last_day is None or (on or clock.today()) <= self.last_day


class User(AbstractUser, Audited):
    """Someone who signs in. What they may do follows from appointments alone."""

    class Scheme(models.TextChoices):
        SYSTEM = "", "Som datorn är inställd"
        LIGHT = "ljust", "Ljust"
        DARK = "morkt", "Mörkt"

    class Density(models.TextChoices):
        NORMAL = "", "Normal"
        COMPACT = "kompakt", "Kompakt"

    last_login = None  # jobbtorg.signin keeps each sign-in; here it would be history each time
    phone = models.CharField("telefon", max_length=40, blank=True)
    single_keys = models.BooleanField("kortkommandon med en tangent", default=True)
    scheme = models.CharField("färger", max_length=10, choices=Scheme, blank=True, default="")
    density = models.CharField("täthet", max_length=10, choices=Density, blank=True, default="")
    mail_reminders = models.BooleanField("påminnelser med e-post", default=True)
    city_subject = models.CharField(
        "identitet hos staden", max_length=200, null=True, blank=True, unique=True
    )
    sessions_version = models.PositiveIntegerField("inloggningarnas omgång", default=0)
    history = audited()

    class Meta(Audited.Meta):
        verbose_name = "användare"

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session is the account's while its password and its round of sessions are the same."""
        what = f"{self.password}:{self.sessions_version}"
        return salted_hmac("jobbtorg.sessions", what, secret=secret, algorithm="sha256").hexdigest()

    def holds(self, *functions: str, unit: Unit | None = None, on: date | None = None) -> bool:
        """Whether the user holds one of the functions on the day (at the unit, when given)."""
        here = None if unit is None else unit.pk
        return self.is_active and any(
            function in functions and here in (None, where) for function, where in self.held(on)
        )

    def held(self, on: date | None = None) -> list[tuple[str, int]]:
        """Each function with its unit that the user is appointed to on the day.

        Asked now by an act; while a page is read, once.
        """
        day = on or clock.today()
        return once(("held", self.pk, day), lambda: self._held(day))

    def _held(self, day: date) -> list[tuple[str, int]]:
        if reading() and day == clock.today() and hasattr(self, "_held_today"):
            return [(role.function, role.unit_id) for role in self.roles()]
        return list(self.appointments.on(day).order_by().values_list("function", "unit"))

    def roles(self) -> list["Appointment"]:
        """The appointments that hold today, read once for the object's life: for pages only."""
        return [held for held in self._work() if held.user_id == self.pk]

    def stood_in_for(self) -> list["Appointment"]:
        """What those hold today whose work the user has while they are away; read once, as roles.

        The work alone: no delegation comes with it.
        """
        return [held for held in self._work() if held.user_id != self.pk]

    def _work(self) -> list["Appointment"]:
        if not hasattr(self, "_held_today"):
            self._held_today = _work_of(self.pk)
        return self._held_today

    def stands_in_for(self, user: "User | None") -> bool:
        """Whether the user has the other's work today."""
        return user is not None and any(held.user_id == user.pk for held in self.stood_in_for())

    def acting_as(self) -> str:
        """Function and unit, as the log and the page's head name the user."""
        return "; ".join(str(role) for role in self.roles()) or "Utan förordnande"

    def may(self, power: str, unit: Unit, on: date | None = None) -> bool:
        """Whether a chain of delegation lets the user take this kind of decision for the unit."""
        day = on or clock.today()
        return self.is_active and chain.ask(self.pk, power, unit.pk, day) is not None


@built_once
def _work_of(user: int) -> Any:
    """What the user holds today, and those whose work the user has while they are away."""
    from jobbtorg.organisation.models.staff import Absence  # it points at the user

    away = Absence.objects.on().filter(substitute=user).values("user")
    rows = Appointment.objects.on().filter(Q(user=user) | Q(among("user", away)))
    return rows.select_related("user", "unit").order_by("valid_from", "pk")


class Appointment(RegisterRow):
    """Who holds which function at which unit, from and to."""

    class Kind(models.TextChoices):
        ORDINARIE = "ordinarie", "Ordinarie"
        VIKARIE = "vikarie", "Vikarie"
        TILLFORORDNAD = "tillforordnad", "Tillförordnad"

    user = models.ForeignKey(
        User, models.PROTECT, related_name="appointments", verbose_name="medarbetare"
    )
    function = models.CharField("funktion", max_length=40, choices=Function)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="appointments", verbose_name="enhet"
    )
    kind = models.CharField("slag", max_length=20, choices=Kind, default=Kind.ORDINARIE)
    history = audited()

    class Meta(RegisterRow.Meta):
        indexes = [models.Index(fields=["user", "function", "unit"])]
        constraints = [
            ordered_days("appointment_days_in_order"),
            never_overlapping(
                "appointment_never_twice",
                "user",
                "function",
                "unit",
                condition=Q(withdrawn_on=None),
            ),
            never_withdrawn_late("appointment_withdrawn_before_it_began"),
        ]
        triggers = [
            *RegisterRow.Meta.triggers,
            triggers.at_an_open_unit(),
            triggers.administers_or_decides(),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}, {self.unit}"

    @property
    def heading(self) -> str:
        """Whose appointment it is, and to what: as the history names it."""
        return f"{self.user}: {self}"

    def get_absolute_url(self) -> str:
        """The appointment's own page."""
        return reverse("appointment", args=[self.pk])
