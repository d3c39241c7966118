"""Registrera ansökan: the act."""

import uuid
from datetime import date, timedelta

import pytest

from cases import actions
from cases.models import Application, Case, Draft, NumberSeries, Person
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from tests.cases.helpers import on, parallel, refused, refused_by_database, undone
from tests.world import OWN_WORDS, TP1, test_number

MONDAY = date(2026, 3, 2)
OTHER = test_number(date(2001, 5, 5))


def register(world, *, by=None, unit="Farsta", person=None, request_id=None, **told):
    confirmed = {k: told.pop(k) for k in ("age_confirmed", "name_confirmed") if k in told}
    return actions.register(
        person or world.person(),
        world.application(**told),
        world.unit(unit),
        by=by or world.coach,
        request_id=request_id or uuid.uuid4(),
        **confirmed,
    )


@pytest.mark.parametrize("channel", ["muntlig", "skriftlig"])
def test_an_oral_application_opens_a_case_as_a_written_one_does(world, channel):
    case = register(world, channel=channel)
    application = case.applications.get()
    assert (application.channel, application.own_words) == (channel, OWN_WORDS)
    assert (case.status, case.coach, case.unit) == ("aktualiserad", world.coach, world.unit())


def test_the_arrival_day_may_be_past_and_the_journal_says_both_days(world):
    with on(MONDAY):
        case = register(world, arrived_on=date(2026, 2, 27))
    entry = case.journal.get()
    assert entry.title == ("Ansökan kom in 27 februari 2026 (muntlig), registrerad 2 mars 2026")
    assert (entry.event_on, clock.day_of(entry.written_at)) == (date(2026, 2, 27), MONDAY)
    assert (entry.author, entry.author_title) == (world.coach, "Coach, Jobbtorg Farsta")


def test_an_application_is_due_the_working_day_after_it_came(world):
    with on(MONDAY):
        assert register(world, arrived_on=date(2026, 2, 27)).due_on == MONDAY


def test_an_arrival_day_in_the_future_is_refused(world):
    with refused("future") as rules:
        register(world, arrived_on=clock.today() + timedelta(days=1))
    assert (rules[0].statute, rules[0].where) == ("22 § FL", "arrived_on")
    assert register(world, arrived_on=clock.today())


def test_the_day_is_counted_in_stockholm(world):
    with on(date(2026, 7, 2), hour=0):
        assert register(world, arrived_on=date(2026, 7, 2)).number == "JT 2026-0001"


def test_numbers_have_no_gap_though_a_registration_was_refused_or_sent_twice(world):
    same = uuid.uuid4()
    assert register(world, request_id=same).number.endswith("-0001")
    with refused("future"):
        register(world, person=world.person(OTHER), arrived_on=date(2999, 1, 1))
    with pytest.raises(actions.AlreadyRegistered):
        register(world, request_id=same)
    assert register(world, person=world.person(OTHER)).number.endswith("-0002")
    assert NumberSeries.objects.get().last == Case.objects.count() == 2


def test_each_year_begins_again_with_one(world):
    with on(date(2026, 12, 31)):
        assert register(world).number == "JT 2026-0001"
    with on(date(2027, 1, 1)):
        assert register(world, person=world.person(OTHER)).number == "JT 2027-0001"


def test_the_same_form_sent_twice_gives_one_case(world):
    same = uuid.uuid4()
    case = register(world, request_id=same)
    with pytest.raises(actions.AlreadyRegistered) as told:
        register(world, request_id=same)
    assert told.value.case == case
    assert (Case.objects.count(), Application.objects.count(), case.journal.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "who", ["coach", "chef", "bitr", "coach_city", "coach_insatser", "registrator"]
)
def test_coaches_chefs_and_the_registrator_register(world, who):
    case = register(world, by=getattr(world, who))
    assert case.applications.get().registered_by == getattr(world, who)
    assert case.coach == (world.coach if who == "coach" else None)


@pytest.mark.parametrize("who", ["granskare", "sekreterare", "delegationsadmin"])
def test_other_functions_do_not_register(world, who):
    with refused("not_registrar") as rules:
        register(world, by=getattr(world, who))
    assert rules[0].kind == "forbidden"
    assert not Case.objects.exists()
    assert not Person.objects.exists()


def test_a_coach_whose_appointment_ended_yesterday_does_not_register(world):
    gone = world.staff("gone-away", Function.COACH, until=clock.today() - timedelta(days=1))
    with refused("not_registrar"):
        register(world, by=gone)


@pytest.mark.parametrize("unit", ["Insatser", "Arbetsmarknadsförvaltningen"])
def test_a_unit_that_does_not_investigate_gets_no_application(world, unit):
    with refused("unit") as rules:
        register(world, unit=unit)
    assert rules[0].sentence == f"{unit} utreder inte ansökningar. Välj ett jobbtorg."


@pytest.mark.parametrize(("years", "asked"), [(15, True), (16, False), (67, False), (68, True)])
def test_an_unlikely_age_is_asked_about_once_and_then_taken(world, years, asked):
    with on(MONDAY):
        person = world.person(test_number(date(2026 - years, 3, 2)))
        if asked:
            with refused("age") as rules:
                register(world, person=person)
            assert rules[0].sentence.startswith(f"Personen är {years} år.")
        assert register(world, person=person, age_confirmed=asked).pk


def test_age_is_counted_on_the_day_the_application_came(world):
    sixteen_on_monday = world.person(test_number(date(2010, 3, 2)))
    with on(MONDAY), refused("age"):
        register(world, person=sixteen_on_monday, arrived_on=date(2026, 3, 1))


def test_a_person_known_by_another_name_is_asked_about_without_showing_it(world):
    register(world, person=world.person(first_name="Tilda", last_name="Hemlig"))
    with refused("open_case", "other_name") as rules:
        register(world, person=world.person(last_name="Annan"))
    assert not any("Hemlig" in rule.sentence for rule in rules)


def test_a_new_name_is_taken_when_confirmed_and_small_letters_are_no_new_name(world):
    person = Person.objects.create(personnummer=TP1, first_name="Tilda", last_name="Provström")
    with refused("other_name"):
        register(world, person=world.person(last_name="Gift"))
    with undone():
        assert register(world, person=world.person(first_name="TILDA ")).person == person
    case = register(world, person=world.person(last_name="Gift"), name_confirmed=True)
    assert case.person == person
    person.refresh_from_db()
    assert person.last_name == "Gift"


def test_an_open_case_elsewhere_is_told_by_the_units_name_and_nothing_else(world):
    theirs = register(world, by=world.coach_city, unit="City")
    with refused("open_case") as rules:
        register(world)
    assert rules[0].sentence == "Personen har ett öppet ärende på Jobbtorg City."
    assert rules[0].kind == "conflict"
    assert theirs.number not in rules[0].sentence


def test_an_open_case_of_the_own_unit_is_told_with_its_number(world):
    ours = register(world)
    with refused("open_case") as rules:
        register(world, by=world.colleague)
    assert rules[0].sentence == (
        f"Personen har ett öppet ärende på Jobbtorg Farsta ({ours.number})."
    )


def test_a_protected_persons_open_case_is_told_without_even_the_unit(world):
    protected = world.person(protection="skyddad_folkbokforing")
    register(world, by=world.coach_city, unit="City", person=protected)
    with refused("open_case") as rules:
        register(world)
    assert rules[0].sentence == "Personen har ett öppet ärende."


def test_every_reason_is_told_at_once(world):
    child = world.person(test_number(date(2015, 1, 1)))
    with refused("not_registrar", "unit", "age"):
        register(world, by=world.granskare, unit="Insatser", person=child)


def test_the_draft_of_the_form_is_gone_and_nobody_elses(world):
    for user in (world.coach, world.colleague):
        Draft.objects.create(user=user, form="ny-ansokan", saved_at=clock.now())
    register(world)
    assert Draft.objects.get().user == world.colleague


def test_the_database_refuses_a_second_open_case_for_one_person(world):
    case = register(world)
    with refused_by_database("one_open_case_per_person"):
        Case.objects.create(number="JT 2026-9999", person=case.person, unit=world.unit("City"))


@pytest.mark.parametrize("digits", ["20020215-2385", "0202152385", "2002021523850", "x" * 12, ""])
def test_the_database_refuses_a_personnummer_that_is_not_twelve_digits(world, digits):
    with refused_by_database():
        Person.objects.create(personnummer=digits, first_name="A", last_name="B")


def test_registrations_at_the_same_moment_get_numbers_without_gap(committed_world):
    world = committed_world
    coach, people = world.coach, [test_number(date(2001, 1, n)) for n in range(1, 7)]
    given = parallel(
        *[lambda p=p: register(world, by=coach, person=world.person(p)) for p in people]
    )
    assert sorted(case.number[-4:] for case in given) == [f"{n:04}" for n in range(1, 7)]


def test_the_same_person_at_the_same_moment_gets_one_case(committed_world):
    world = committed_world
    coach, same = world.coach, uuid.uuid4()
    given = parallel(*[lambda: register(world, by=coach, request_id=same)] * 3)
    assert sorted(type(answer).__name__ for answer in given) == [
        "AlreadyRegistered",
        "AlreadyRegistered",
        "Case",
    ]
    given = parallel(*[lambda: register(world, by=coach)] * 3)
    assert [type(answer).__name__ for answer in given] == ["RuleBroken"] * 3
    assert Case.objects.count() == NumberSeries.objects.get().last == 1
