"""Composes the demo city and lets its past happen, act by act, in the order of time."""

from collections.abc import Callable
from random import Random

from django.db import connection, transaction

from cases.models import Case
from cases.told import PersonData
from decisions.demo import advice, afterwards, inbox
from decisions.demo.course import Course
from decisions.demo.days import Days
from decisions.demo.decks import Decks
from decisions.demo.difficult import difficult
from decisions.demo.everyday import leave_unsigned, make_phrases
from decisions.demo.people import People
from decisions.demo.plans import Plan, schedule
from decisions.demo.printer import Printer
from decisions.demo.shares import ordinary
from decisions.demo.staff import Staff
from decisions.demo.writing import Library, Words
from jobbtorg import clock
from jobbtorg.organisation.fixtures import load_delegations

More = Callable[[Staff, Days], None]
Tell = Callable[[int, int], None]
SEED = "demostaden"
CASES = 300


def load(
    cases: int = CASES,
    *,
    two_processes: bool = True,
    more: More | None = None,
    tell: Tell | None = None,
) -> bool:
    """Loads the city, whole or not at all; False when the database already has cases.

    `more` lets happen what layers above know of; `tell` hears how many steps are done, of how
    many.
    """
    with transaction.atomic():
        _one_at_a_time()
        if Case.objects.exists():
            return False
        printer = Printer() if two_processes else None
        try:
            load_delegations("demo/delegations")
            staff = Staff()
            staff.appoint_all()
            make_phrases(staff)
            _let_it_happen(_courses(cases, staff), printer, tell)
            afterwards.let_it_happen(staff)
            if more:
                more(staff, Days(clock.now()))
            leave_unsigned(staff)
            inbox.let_it_come(staff, Days(clock.now()))
            advice.let_it_happen(staff, Days(clock.now()), Random(f"{SEED} råd och stöd"), cases)
        finally:
            if printer:
                printer.close()
    return True


def _one_at_a_time() -> None:
    """Waits for another loading; and plans the loading's many joins as written, which is quick."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_demo'))")
        cursor.execute("SET LOCAL join_collapse_limit = 1")
        cursor.execute("SET LOCAL jit = off")


def _courses(cases: int, staff: Staff) -> list[Course]:
    """Every case with its plan, person and words; the same seed gives the same city."""
    days, decks, rng = Days(clock.now()), Decks(SEED), Random(SEED)
    plans = difficult(days)[:cases]
    plans += ordinary(cases - len(plans), days, rng)
    people, library = People(decks), Library(decks)
    for plan in plans:
        people.reserve(plan.digits)
    return [_course(plan, n, days, people, library, staff) for n, plan in enumerate(plans)]


def _course(
    plan: Plan, n: int, days: Days, people: People, library: Library, staff: Staff
) -> Course:
    rng = Random(f"{SEED} {n}")
    schedule(plan, days, rng)
    told = people.invent(rng, plan.unit, plan.arrived_on, age=plan.age, woman=plan.woman)
    person = _as_planned(plan, told)
    words = Words(plan, person.personnummer, person.first_name, library)
    return Course(plan, person, words, staff, rng)


def _as_planned(plan: Plan, told: PersonData) -> PersonData:
    """The invented person, or what the plan says instead."""
    first, last = plan.name if plan.name[0] else (told.first_name, told.last_name)
    digits = plan.digits or told.personnummer
    if plan.protection:
        return PersonData(digits, first, last, plan.protection)
    return PersonData(
        digits, first, last, street=told.street, postcode=told.postcode, city=told.city
    )


def _let_it_happen(courses: list[Course], printer: Printer | None, tell: Tell | None) -> None:
    """All steps of all cases, the earliest first: numbers are then given in the order of time."""
    steps = [
        (moment, n, step) for n, course in enumerate(courses) for moment, step in course.plan.steps
    ]
    for count, (moment, n, step) in enumerate(sorted(steps, key=lambda row: row[:2])):
        if tell and count % 25 == 0:
            tell(count, len(steps))
        courses[n].printer = printer
        with clock.at(moment):
            courses[n].do(step)
        if printer:
            printer.look()
