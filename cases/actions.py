"""The official acts on a case up to the proposal: each locks, refuses, writes and records."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from guardian.shortcuts import assign_perm, remove_perm

from cases import rules, running
from cases.advice_rules import against_applying
from cases.application_rules import (
    against_other_name,
    against_registering,
    against_same_name,
    against_second_case,
)
from cases.conflict_rules import against_unanswered, is_barred
from cases.drafts import application_draft
from cases.journal import record
from cases.models import (
    Application,
    Case,
    DecisionRequest,
    Draft,
    Investigation,
    JournalEntry,
    NumberSeries,
    Person,
    Status,
)
from cases.naming import by_function, name_deciders, unname
from cases.protection import conceal
from cases.told import ApplicationData, PersonData
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.arrivals import needs_reason
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import Appointment, Function, Unit, User
from jobbtorg.organisation.namnder import beside
from jobbtorg.rulebook.models import AssessmentForm, Riktlinje, setting

GIVEN = "fördelade ärendet till {coach}"


def lock_series(series: str, year: int) -> NumberSeries:
    """The series' row, locked until the commit."""
    NumberSeries.objects.get_or_create(series=series, year=year)
    return NumberSeries.objects.select_for_update().get(series=series, year=year)


def take(series: NumberSeries) -> int:
    """The next number of the locked series, without gaps."""
    series.last += 1
    series.save()
    return series.last


def next_number(series: str, year: int) -> int:
    """The next number of the series, without gaps: the row is locked until the commit."""
    return take(lock_series(series, year))


@act
def register(
    person: PersonData,
    application: ApplicationData,
    unit: Unit,
    *,
    by: User,
    request_id: UUID,
    age_confirmed: bool = False,
    name_confirmed: bool = False,
    continued: bool = False,
) -> Case:
    """Registers an application and opens its case; sent twice, it answers with the same case.

    While an insats runs, an application for more of it comes into the same case. Raises
    RuleBroken. SoL 14 kap. 2 §, FL 19 and 22 §§.
    """
    # one registration per person at a time: the series row is the lock
    series = lock_series("JT", clock.today().year)
    again = Application.objects.filter(request_id=request_id, registered_by=by).first()
    if again:
        raise AlreadyRegistered(again.case)
    known = Person.objects.select_for_update().filter(personnummer=person.personnummer).first()
    if known and known.has_temporary_number:
        person = replace(person, born=known.born, gender=known.gender)
    before = open_case(known)
    other = None if name_confirmed else known
    refuse(
        against_registering(person, application, unit, by, age_confirmed=age_confirmed),
        against_second_case(before, unit, by, continued=continued),
        against_other_name(other, person.first_name, person.last_name),
        [] if name_confirmed else against_same_name(person),
        against_applying(application.contact, application.arrival.arrived_on, person.personnummer),
    )
    saved = _save_person(known, person)
    due_on = next_working_day(application.arrival.arrived_on)
    case = _continue(before, due_on) if before else _open(saved, unit, take(series), by, due_on)
    row = _write_application(case, application, by, request_id)
    if before:
        case.save()  # after its application, which comes while the insats runs
    if case.person.is_protected:
        name_on_case(case)
    form = application_draft(application.contact)
    Draft.objects.filter(user=by, case=None, form=form).delete()
    record(
        case,
        _arrival_in_words(row),
        by=by,
        text=row.own_words,
        event_on=row.arrived_on,
        kind=JournalEntry.Kind.APPLICATION,
    )
    return case


def open_case(person: Person | None) -> Case | None:
    """The person's open case, locked, if there is one."""
    if person is None:
        return None
    found = Case.objects.open().filter(person=person).first()
    return lock_case(found) if found else None


def _continue(case: Case, due_on: date) -> Case:
    """The case whose insats runs, taken up again by the application for more."""
    case.status, case.due_on = Status.AKTUALISERAD, due_on
    return case


def _open(person: Person, unit: Unit, number: int, by: User, due_on: date) -> Case:
    """A new case; a coach who registers at the own unit has it."""
    return Case.objects.create(
        number=f"JT {clock.today().year}-{number:04}",
        person=person,
        unit=unit,
        coach=by if by.holds(Function.COACH, unit=unit) else None,
        due_on=due_on,
    )


def _write_application(
    case: Case, told: ApplicationData, by: User, request_id: UUID
) -> Application:
    """The application as it came, with the day that FL 22 § gives it."""
    arrival = told.arrival
    return Application.objects.create(
        case=case,
        noticed_on=arrival.noticed_on,
        arrived_on=arrival.arrived_on,
        arrival_reason=told.arrival_reason.strip() if needs_reason(arrival) else "",
        channel=told.channel,
        delivery=told.delivery,
        made_by=told.made_by.strip(),
        own_words=told.own_words,
        reached_by=told.reached_by,
        target_group=told.target_group,
        received_by=told.received_by or by,
        contact=told.contact,
        registered_at=clock.now(),
        registered_by=by,
        request_id=request_id,
    )


def _arrival_in_words(row: Application) -> str:
    """The journal's line: what came, when, how, and when it was registered."""
    what = "Ansökan om fortsatt insats" if row.is_continued else "Ansökan"
    how = (row.get_delivery_display() or row.get_channel_display()).lower()
    came = f"{what} kom in {date_format(row.arrived_on)} ({how})"
    if row.noticed_on != row.arrived_on:
        came += f", mottagen {date_format(row.noticed_on)}"
    return f"{came}, registrerad {date_format(clock.today())}"


class AlreadyRegistered(Exception):
    """The same form was sent twice; `case` is the one that the first sending opened."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(case.number)


def _save_person(known: Person | None, told: PersonData) -> Person:
    """The known person with what is now told, or a new one."""
    person = known or Person()
    for name, value in asdict(told).items():
        if value or not known:
            setattr(person, name, value)
    if not person.personnummer:
        year = clock.today().year
        person.personnummer = f"T{year}{next_number('T', year):07}"
    conceal(person)
    person.save()
    return person


def name_on_case(case: Case) -> None:
    """A protected person's case is seen by its coach and the unit's enhetschef, named.

    So are the nämnd's own secretaries, while it has the case or a question of utlämnande, or its
    decision is appealed.
    """
    named = Q(unit=case.unit, function=Function.ENHETSCHEF)
    if case.is_the_namnds:
        named |= Q(function=Function.NAMNDSEKRETERARE, unit__in=beside([case.unit_id]))
    users = {row.user for row in Appointment.objects.on().filter(named).select_related("user")}
    if case.coach:
        users.add(case.coach)
    for user in users:
        if not is_barred(case, user):
            assign_perm("open_case", user, case)
    by_function(case, users)


def unname_secretaries(case: Case) -> None:
    """The nämnd has done with the case: its secretaries no longer see a protected person's."""
    secretaries = User.objects.filter(
        caseuserobjectpermission__content_object=case,
        appointments__function=Function.NAMNDSEKRETERARE,
    )
    for user in secretaries.distinct():
        remove_perm("open_case", user, case)
    name_on_case(case)  # who is also the coach or the enhetschef stays


def lock_case(case: Case) -> Case:
    """The case's row, locked until the commit, with what rules ask about."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("person", "unit", "coach")
        .get(pk=case.pk)
    )


@act
def assign(case: Case, coach: User, *, by: User) -> Case:
    """Gives the case to a coach of the unit, or takes it. Raises RuleBroken.

    Who takes it has answered whether they are jävig. KL 7 kap. 4 §.
    """
    case = lock_case(case)
    refuse(rules.against_assigning(case, coach, by))
    if rules.takes(case, coach, by):
        refuse(against_unanswered(case, by))
    if case.coach == coach:
        return case
    before = case.coach
    case.coach = coach
    if case.status == Status.PAGAR:  # the new coach takes the uppdrag on, in days of their own
        case.due_on = running.due_in(case)
    case.save()
    if case.person.is_protected:
        if before:
            unname(case, before)
        name_on_case(case)
    took = "tog ärendet" if coach == by else GIVEN.format(coach=coach)
    note = f"Tidigare coach: {before}" if before else ""
    record(case, f"{by} {took}", by=by, text=note, kind=JournalEntry.Kind.ASSIGNMENT)
    return case


@act
def start_investigation(case: Case, *, by: User) -> Investigation:
    """Begins the investigation under today's guideline and form. SoL 14 kap. 2 §."""
    case = lock_case(case)
    refuse(rules.against_starting(case, by))
    refuse(against_unanswered(case, by))
    application = case.application
    investigation = Investigation.objects.create(
        application=application,
        investigator=by,
        started_on=clock.today(),
        riktlinje=Riktlinje.objects.on().get(),
        form=AssessmentForm.objects.on().get(),
    )
    case.status = Status.UTREDS
    wanted = application.arrived_on + timedelta(days=setting("mal_dagar_till_beslut"))
    case.due_on = no_later_than_hastened(application, wanted)
    case.save()
    record(case, "Utredning inleddes", by=by)
    return investigation


def no_later_than_hastened(application: Application, wanted: date) -> date:
    """The day itself, or the last of the four weeks that a begäran om avgörande gives. FL 12 §."""
    refused = {"application__decisions__kind": "avslag_avgorande"}
    request = DecisionRequest.objects.filter(application=application).exclude(**refused).first()
    return min(wanted, request.due_on) if request else wanted


@act
def propose(case: Case, *, by: User) -> Case:
    """Lämna till beslut: locks the investigation and hands it to the unit's chefs."""
    case = lock_case(case)
    refuse(rules.against_investigating(case, by))
    refuse(against_unanswered(case, by))
    investigation = Investigation.objects.whole(case)
    refuse(rules.missing(investigation))
    investigation.proposed_by = by
    investigation.proposed_at = clock.now()
    investigation.save()
    case.status = Status.VANTAR
    case.returned = False
    wanted = clock.today() + timedelta(days=setting("mal_dagar_fran_forslag"))
    case.due_on = no_later_than_hastened(investigation.application, wanted)
    case.save()
    if case.person.is_protected:
        name_on_case(case)  # the enhetschef may be another than when the case came in
    record(case, "Utredningen lämnades till beslut", by=by)
    name_deciders(case, by=by)
    return case
