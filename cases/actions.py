"""The official acts on a case up to the proposal: each locks, refuses, writes and records."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from guardian.shortcuts import assign_perm, remove_perm

from cases import rules
from cases.advice_rules import against_applying
from cases.conflict_rules import against_unanswered, is_barred
from cases.drafts import application_draft
from cases.journal import record
from cases.models import (
    AdviceContact,
    Application,
    Case,
    Draft,
    Investigation,
    JournalEntry,
    NumberSeries,
    Person,
    Status,
)
from cases.naming import name_deciders, unname
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import Appointment, Function, Unit, User
from jobbtorg.rulebook.models import AssessmentForm, Code, Riktlinje, setting


@dataclass(frozen=True)
class PersonData:
    """Who applies, as told."""

    personnummer: str
    first_name: str
    last_name: str
    protection: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True)
class ApplicationData:
    """What came in, when and how, in the person's own words."""

    arrived_on: date
    channel: str
    own_words: str
    reached_by: Code
    target_group: Code
    contact: AdviceContact | None = None


def next_number(series: str, year: int) -> int:
    """The next number of the series, without gaps: the row is locked until the commit."""
    NumberSeries.objects.get_or_create(series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save()
    return row.last


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
) -> Case:
    """Registers an application and opens its case; sent twice, it answers with the same case.

    Raises RuleBroken. SoL 14 kap. 2 §, FL 19 and 22 §§.
    """
    # one registration per person at a time: the series row is the lock
    number = next_number("JT", clock.today().year)
    again = Application.objects.filter(request_id=request_id, registered_by=by).first()
    if again:
        raise AlreadyRegistered(again.case)
    known = Person.objects.select_for_update().filter(personnummer=person.personnummer).first()
    refuse(
        rules.against_registering(
            person.personnummer, application.arrived_on, unit, by, age_confirmed=age_confirmed
        ),
        against_applying(application.contact, application.arrived_on, person.personnummer),
        []
        if name_confirmed
        else rules.against_other_name(known, person.first_name, person.last_name),
    )
    case = Case.objects.create(
        number=f"JT {clock.today().year}-{number:04}",
        person=_save_person(known, person),
        unit=unit,
        coach=by if by.holds(Function.COACH, unit=unit) else None,
        due_on=next_working_day(application.arrived_on),
    )
    row = Application.objects.create(
        case=case,
        registered_at=clock.now(),
        registered_by=by,
        request_id=request_id,
        **{name: getattr(application, name) for name in ApplicationData.__dataclass_fields__},
    )
    if case.person.is_protected:
        name_on_case(case)
    form = application_draft(application.contact)
    Draft.objects.filter(user=by, case=None, form=form).delete()
    record(
        case,
        f"Ansökan kom in {date_format(row.arrived_on)} ({row.get_channel_display().lower()}), "
        f"registrerad {date_format(clock.today())}",
        by=by,
        text=row.own_words,
        event_on=row.arrived_on,
        kind=JournalEntry.Kind.APPLICATION,
    )
    return case


class AlreadyRegistered(Exception):
    """The same form was sent twice; `case` is the one that the first sending opened."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(case.number)


def _save_person(known: Person | None, told: PersonData) -> Person:
    """The known person with what is now told, or a new one."""
    person = known or Person(personnummer=told.personnummer)
    for name, value in asdict(told).items():
        if value or not known:
            setattr(person, name, value)
    if person.is_protected:
        person.street = person.postcode = person.city = ""
    person.save()
    return person


def name_on_case(case: Case) -> None:
    """A protected person's case is seen by its coach and the unit's enhetschef, named.

    So are the nämndsekreterare, while the case is hänskjutet.
    """
    named = Q(unit=case.unit, function=Function.ENHETSCHEF)
    if case.is_referred:
        named |= Q(function=Function.NAMNDSEKRETERARE)
    users = {row.user for row in Appointment.objects.on().filter(named).select_related("user")}
    if case.coach:
        users.add(case.coach)
    for user in users:
        if not is_barred(case, user):
            assign_perm("open_case", user, case)


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
    case.save()
    if case.person.is_protected:
        if before:
            unname(case, before)
        name_on_case(case)
    took = "tog ärendet" if coach == by else f"fördelade ärendet till {coach}"
    note = f"Tidigare coach: {before}" if before else ""
    record(case, f"{by} {took}", by=by, text=note, kind=JournalEntry.Kind.ASSIGNMENT)
    return case


@act
def start_investigation(case: Case, *, by: User) -> Investigation:
    """Begins the investigation under today's guideline and form. SoL 14 kap. 2 §."""
    case = lock_case(case)
    refuse(rules.against_starting(case, by))
    refuse(against_unanswered(case, by))
    application = case.applications.latest("pk")
    investigation = Investigation.objects.create(
        application=application,
        investigator=by,
        started_on=clock.today(),
        riktlinje=Riktlinje.objects.on().get(),
        form=AssessmentForm.objects.on().get(),
    )
    case.status = Status.UTREDS
    case.due_on = application.arrived_on + timedelta(days=setting("mal_dagar_till_beslut"))
    case.save()
    record(case, "Utredning inleddes", by=by)
    return investigation


@act
def propose(case: Case, *, by: User) -> Case:
    """Lämna till beslut: locks the investigation and hands it to the unit's chefs."""
    case = lock_case(case)
    refuse(rules.against_investigating(case, by))
    refuse(against_unanswered(case, by))
    investigation = Investigation.objects.of(case)
    refuse(rules.missing(investigation))
    investigation.proposed_by = by
    investigation.proposed_at = clock.now()
    investigation.save()
    case.status = Status.VANTAR
    case.returned = False
    case.due_on = clock.today() + timedelta(days=setting("mal_dagar_fran_forslag"))
    case.save()
    if case.person.is_protected:
        name_on_case(case)  # the enhetschef may be another than when the case came in
    record(case, "Utredningen lämnades till beslut", by=by)
    name_deciders(case, by=by)
    return case
