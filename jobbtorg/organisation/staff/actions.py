"""The official acts on who works where: appoint, end, note absence and training, close a unit."""

from datetime import date

from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation import ending
from jobbtorg.organisation.models import (
    Absence,
    Appointment,
    Course,
    Delegation,
    Training,
    Unit,
    User,
)
from jobbtorg.organisation.models.row import RegisterRow
from jobbtorg.organisation.register.rules import against_keeping, against_stale
from jobbtorg.organisation.staff import rules
from jobbtorg.organisation.staff.rules import AppointmentData


def _lock(user: User) -> User:
    """One change of a person's appointments at a time, until the commit."""
    return User.objects.select_for_update().get(pk=user.pk)


@act
def appoint(data: AppointmentData, *, by: User, confirmed: bool = False) -> Appointment:
    """Appoints someone to a function at a unit. Raises RuleBroken."""
    _lock(data.user)
    refuse(rules.against_appointing(data, by, confirmed=confirmed))
    told = {name: getattr(data, name) for name in AppointmentData.__dataclass_fields__}
    return Appointment.objects.create(**told)


@act
def end_appointment(
    row: Appointment, last_day: date, *, by: User, seen: int, confirmed: bool = False
) -> Appointment:
    """Ends an appointment on its last day; decisions already taken stand. Raises RuleBroken."""
    _lock(row.user)
    row = Appointment.objects.select_related("user", "unit").get(pk=row.pk)
    refuse(
        against_keeping(by),
        against_stale(row, seen),
        ending.against_last_day(row, last_day),
        ending.against_decided(last_day, ending.latest_decision_as(row)),
        [] if confirmed else ending.about_ending_appointment(row, last_day),
    )
    row.valid_to = last_day
    row.save()
    return row


@act
def withdraw_appointment(row: Appointment, *, by: User, seen: int) -> Appointment:
    """Takes back an appointment that has not begun. Raises RuleBroken."""
    _lock(row.user)
    row = Appointment.objects.get(pk=row.pk)
    refuse(against_keeping(by), against_stale(row, seen), ending.against_withdrawing(row))
    row.withdrawn_on = clock.today()
    row.save()
    return row


@act
def note_absence(
    user: User, substitute: User, valid_from: date, valid_to: date, *, by: User
) -> Absence:
    """Someone is away and another takes the work, never the delegation. Raises RuleBroken."""
    _lock(user)
    refuse(rules.against_absence(user, substitute, valid_from, valid_to, by))
    return Absence.objects.create(
        user=user, substitute=substitute, valid_from=valid_from, valid_to=valid_to
    )


@act
def end_absence(row: Absence, *, by: User) -> Absence:
    """Back at work from today: the absence ends yesterday, or is withdrawn. Raises RuleBroken."""
    _lock(row.user)
    row = Absence.objects.select_related("user").get(pk=row.pk)
    refuse(rules.against_noting_absence(row.user, by))
    if row.withdrawn_on is None and row.valid_to and row.valid_to >= clock.today():
        _cut(row, clock.today() - ending.DAY)
        row.save()
    return row


@act
def note_training(user: User, course: Course, completed_on: date, *, by: User) -> Training:
    """Notes that someone has completed a course. Raises RuleBroken."""
    _lock(user)
    refuse(rules.against_training(user, course, completed_on, by))
    return Training.objects.create(user=user, course=course, completed_on=completed_on)


@act
def withdraw_training(row: Training, *, by: User) -> Training:
    """Takes back a note that was wrong. Raises RuleBroken."""
    refuse(against_keeping(by))
    row = Training.objects.select_for_update().get(pk=row.pk)
    if row.withdrawn_on is None:
        row.withdrawn_on = clock.today()
        row.save()
    return row


@act
def close_unit(unit: Unit, last_day: date, *, by: User) -> Unit:
    """Closes a unit after its last day; what is held or delegated there ends then.

    Raises RuleBroken.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    refuse(rules.against_closing(unit, last_day, by))
    for model in (Appointment, Delegation):
        for row in model.objects.filter(unit=unit, withdrawn_on=None):
            if row.valid_to is None or row.valid_to > last_day:
                _cut(row, last_day)
                row.save()
    unit.last_day = last_day
    unit.save()
    return unit


def _cut(row: RegisterRow, last_day: date) -> None:
    """Ends the row on the day, or takes back one that would begin later."""
    if row.valid_from > last_day:
        row.withdrawn_on = min(clock.today(), row.valid_from - ending.DAY)
    else:
        row.valid_to = last_day
