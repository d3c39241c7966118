"""An application from a person with skyddade personuppgifter. law.md §9.4."""

import pytest

from cases.models import Case, CaseUserObjectPermission, Person
from tests.cases.helpers import refused, refused_by_database
from tests.world import TP1

ADDRESS = {"street": "Hemliga gatan 1", "postcode": "123 45", "city": "Farsta"}
LEVELS = ["sekretessmarkering", "skyddad_folkbokforing", "fingerade"]


def named_on(case):
    grants = CaseUserObjectPermission.objects.filter(content_object=case)
    return {grant.user for grant in grants.select_related("user")}


@pytest.fixture
def staff(world):
    """Farsta with everyone in place before the application comes."""
    return [world.coach, world.colleague, world.chef, world.bitr, world.registrator]


@pytest.mark.parametrize("level", LEVELS)
def test_the_coach_and_the_enhetschef_are_named_on_the_case_and_nobody_else(world, staff, level):
    case = world.registered(protection=level)
    assert named_on(case) == {world.coach, world.chef}
    seeing = [user for user in staff if Case.objects.visible_to(user).exists()]
    assert seeing == [world.coach, world.chef]


def test_the_registrator_who_registers_does_not_see_the_case_afterwards(world, staff):
    case = world.registered(protection="fingerade", by=world.registrator)
    assert named_on(case) == {world.chef}


def test_an_enhetschef_of_another_unit_is_not_named(world, staff):
    assert world.chef_city not in named_on(world.registered(protection="fingerade"))


def test_nobody_is_named_on_the_case_of_a_person_without_protection(world, staff):
    assert named_on(world.registered()) == set()


@pytest.mark.parametrize("level", LEVELS[1:])
def test_no_address_is_kept_though_one_was_told(world, level):
    person = world.registered(protection=level, **ADDRESS).person
    assert (person.street, person.postcode, person.city) == ("", "", "")


def test_the_address_known_from_before_is_taken_away_when_protection_is_told(world):
    Person.objects.create(personnummer=TP1, first_name="Tilda", last_name="Provström", **ADDRESS)
    person = world.registered(protection="fingerade").person
    assert (person.street, person.is_protected) == ("", True)


def test_protection_stays_though_the_next_application_does_not_speak_of_it(world, staff):
    Person.objects.create(
        personnummer=TP1, first_name="Tilda", last_name="Provström", protection="fingerade"
    )
    case = world.registered(**ADDRESS)
    assert case.person.is_protected
    assert (case.person.street, named_on(case)) == ("", {world.coach, world.chef})


def test_with_sekretessmarkering_the_address_is_kept_for_those_who_are_named(world):
    person = world.registered(protection="sekretessmarkering", **ADDRESS).person
    assert person.street == "Hemliga gatan 1"


@pytest.mark.parametrize("field", ["phone", "email"])
def test_with_fingerade_uppgifter_nothing_leads_to_the_person(world, field):
    told = {"phone": "070-000 00 00", "email": "tilda@exempel.example"}
    person = world.registered(protection="fingerade", **told).person
    assert (person.phone, person.email) == ("", "")
    setattr(person, field, told[field])
    with refused_by_database("assumed_identity_has_no_contact_here"):
        person.save()


@pytest.mark.parametrize("field", ["street", "postcode", "city"])
@pytest.mark.parametrize("level", LEVELS[1:])
def test_the_database_refuses_an_address_of_a_protected_person(world, level, field):
    person = world.registered(protection=level).person
    setattr(person, field, ADDRESS[field])
    with refused_by_database("protected_person_has_no_address_here"):
        person.save()


def test_the_open_case_of_a_protected_person_is_told_in_full_to_those_who_are_named(world, staff):
    case = world.registered(protection="fingerade")
    with refused("open_case") as rules:
        world.registered()
    assert rules[0].sentence == f"Personen har ett öppet ärende ({case.number})."
