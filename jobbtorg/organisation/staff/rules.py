"""Why someone cannot be appointed, be away, or be noted as trained so: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation import chain, ending
from jobbtorg.organisation.models import (
    CHEFER,
    INSATS,
    Appointment,
    Course,
    Function,
    Training,
    Unit,
    User,
)
from jobbtorg.organisation.register.rules import against_days, against_keeping, against_unit

NEEDED_TRAINING = "utbildning_for_beslut"  # the rulebook's setting: without them nobody decides
AT_UNITS = (Function.COACH, *CHEFER)
WORKING = (Unit.Kind.JOBBTORG, Unit.Kind.INSATSER)


@dataclass(frozen=True)
class AppointmentData:
    """Who is appointed to what, where and when."""

    user: User
    function: str
    unit: Unit
    kind: str
    valid_from: date
    valid_to: date | None


def against_appointing(data: AppointmentData, by: User, *, confirmed: bool = False) -> list[Rule]:
    """Why the person cannot be appointed so."""
    return [
        *against_keeping(by),
        *against_days(data.valid_from, data.valid_to),
        *against_unit(data.unit, data.valid_to),
        *_against_person(data, by),
        *_against_place(data),
        *_against_other_appointments(data, confirmed),
    ]


def _against_person(data: AppointmentData, by: User) -> Iterator[Rule]:
    if data.user == by:
        sentence = "Du kan inte förordna dig själv. Be en annan administratör."
        yield Rule("self", sentence, kind="forbidden", where="user")
    if not data.user.is_active:
        yield Rule("inactive", f"Kontot för {data.user} är avstängt.", where="user")


def _against_place(data: AppointmentData) -> Iterator[Rule]:
    """Coaches and chefs work at a unit; everyone else for the whole förvaltning."""
    if data.function in AT_UNITS and data.unit.kind not in WORKING:
        sentence = "Coacher och chefer förordnas på ett jobbtorg eller på Insatser."
        yield Rule("place", sentence, where="unit")
    if data.function not in AT_UNITS and data.unit.kind != Unit.Kind.FORVALTNING:
        label = Function(data.function).label
        yield Rule("place", f"{label} förordnas på förvaltningen.", where="unit")


def _against_other_appointments(data: AppointmentData, confirmed: bool) -> Iterator[Rule]:
    ends_after = Q(valid_to=None) | Q(valid_to__gte=data.valid_from)
    begun = Q(valid_from__lte=data.valid_to) if data.valid_to else Q()
    meanwhile = Appointment.objects.filter(ends_after & begun, withdrawn_on=None)
    for held in meanwhile.filter(user=data.user).select_related("unit"):
        yield from _against_held(held, data, confirmed)
    if data.function == Function.ENHETSCHEF and data.kind == Appointment.Kind.ORDINARIE:
        others = meanwhile.filter(unit=data.unit, function=data.function, kind=data.kind)
        for held in others.exclude(user=data.user).select_related("user"):
            if not confirmed:
                sentence = (
                    f"{held.user} är redan ordinarie enhetschef på {data.unit}, "
                    f"{_days(held)}. Ska båda vara det samtidigt, kryssa i rutan."
                )
                yield Rule("two_chefs", sentence, where="confirmed")


def _against_held(held: Appointment, data: AppointmentData, confirmed: bool) -> Iterator[Rule]:
    """The same twice, the register together with cases, or something else at the same time."""
    told = f"{data.user} är redan {held.get_function_display().lower()}, {held.unit}, {_days(held)}"
    keeps = Function.DELEGATIONSADMIN
    if (held.function, held.unit_id) == (data.function, data.unit.pk):
        yield Rule(
            "twice", f"{told}. Ändra datum, eller avsluta det förra först.", where="valid_from"
        )
    elif (held.function == keeps) != (data.function == keeps):
        sentence = f"{told}. Den som sköter delegationsregistret har inget annat förordnande."
        yield Rule("administers", sentence, where="function")
    elif not confirmed:
        sentence = f"{told}. Ska förordnandena gälla samtidigt, kryssa i rutan."
        yield Rule("also", sentence, where="confirmed")


def _days(row: Appointment) -> str:
    return f"{row.valid_from}–{row.valid_to}" if row.valid_to else f"från {row.valid_from}"


def against_absence(
    user: User, substitute: User, valid_from: date, valid_to: date, by: User
) -> list[Rule]:
    """Why the absence cannot be noted so. The substitute gets the work, never the delegation."""
    rules = [*against_noting_absence(user, by), *against_days(valid_from, valid_to)]
    if user == substitute:
        sentence = "Ersättaren ska vara en annan än den som är borta."
        rules.append(Rule("self", sentence, where="substitute"))
    units = user.appointments.on(valid_from).filter(function__in=AT_UNITS).values("unit")
    shared = substitute.appointments.on(valid_from).filter(function__in=AT_UNITS, unit__in=units)
    if user != substitute and not shared.exists():
        sentence = f"{substitute} arbetar inte på samma enhet som {user} den {valid_from}."
        rules.append(Rule("elsewhere", sentence, where="substitute"))
    known = user.absences.filter(
        withdrawn_on=None, valid_from__lte=valid_to, valid_to__gte=valid_from
    )
    for row in known:
        sentence = f"{user} är redan borta {row.valid_from}–{row.valid_to}. Ändra datum."
        rules.append(Rule("overlap", sentence, where="valid_from"))
    return rules


def against_noting_absence(user: User, by: User) -> Iterator[Rule]:
    """One's own; that of those at the unit, by its chef; anyone's, by the administrator."""
    units = user.appointments.on().values("unit")
    chef = by.appointments.on().filter(function__in=CHEFER, unit__in=units)
    if by != user and not by.holds(Function.DELEGATIONSADMIN) and not chef.exists():
        sentence = f"Frånvaro för {user} antecknas av {user} eller av chefen."
        yield Rule("not_theirs", sentence, kind="forbidden", where="user")


def against_training(user: User, course: Course, completed_on: date, by: User) -> list[Rule]:
    """Why the training cannot be noted."""
    rules = list(against_keeping(by))
    if completed_on > clock.today():
        sentence = "En utbildning antecknas när den är genomförd, inte i förväg."
        rules.append(Rule("future", sentence, where="completed_on"))
    known = Training.objects.filter(
        user=user, course=course, completed_on=completed_on, withdrawn_on=None
    )
    if known.exists():
        sentence = f"Det är redan antecknat att {user} gick utbildningen {completed_on}."
        rules.append(Rule("known", sentence, kind="conflict", where="completed_on"))
    return rules


def about_requiring(courses: list[Course], valid_from: date) -> Iterator[Rule]:
    """Who decides today and would not be able to: told before the condition is published."""
    deciding = {
        row[0]
        for unit in Unit.objects.filter(kind=Unit.Kind.JOBBTORG)
        for row in chain.ask_for_all(INSATS[0], unit.pk, clock.today())
    }
    without = {
        user
        for user in User.objects.filter(pk__in=deciding)
        for course in courses
        if not user.trainings.filter(course=course, withdrawn_on=None).exists()
    }
    if without:
        names = ending.listed(sorted(map(str, without)))
        sentence = (
            f"Från {valid_from} kan de här inte besluta, eftersom de saknar utbildningen: {names}."
        )
        yield Rule("without", sentence)


def against_closing(unit: Unit, last_day: date, by: User) -> list[Rule]:
    """Why the unit cannot be closed after the day."""
    rules = list(against_keeping(by))
    if unit.kind not in WORKING:
        sentence = "Förvaltningen och dess verksamhetsområden stängs inte här."
        rules.append(Rule("kind", sentence, kind="forbidden"))
    if unit.last_day and unit.last_day < clock.today():
        rules.append(Rule("closed", f"{unit} stängde {unit.last_day}.", kind="conflict"))
    if last_day < clock.today():
        sentence = "Sista dagen kan tidigast vara i dag."
        rules.append(Rule("backwards", sentence, where="last_day"))
    count = unit.cases.open().count()
    if count:
        what = "1 öppet ärende" if count == 1 else f"{count} öppna ärenden"
        sentence = f"{unit} har {what}. De avslutas först, så att inget blir liggande."
        rules.append(Rule("cases", sentence, kind="conflict"))
    return rules
