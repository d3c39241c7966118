"""Fördela ärendet, and Ta ärendet."""

import pytest

from cases import actions
from cases.models import Case, CaseUserObjectPermission
from jobbtorg.organisation.models import Function
from tests.cases.helpers import get, in_days, page_of, post, refused, signed_in, text_of


@pytest.fixture
def case(world):
    """A case that nobody has taken yet."""
    return world.registered(by=world.registrator)


def url(case):
    return f"{case.get_absolute_url()}fordela/"


def named_on(case):
    grants = CaseUserObjectPermission.objects.filter(content_object=case)
    return {grant.user for grant in grants}


def test_a_coach_of_the_unit_takes_the_case(world, case):
    assert world.take(case, world.coach).coach == world.coach
    assert case.journal.first().title == "Coach Farsta tog ärendet"


@pytest.mark.parametrize("who", ["chef", "bitr"])
def test_a_chef_gives_the_case_to_a_coach(world, case, who):
    actions.assign(case, world.coach, by=getattr(world, who))
    case.refresh_from_db()
    assert case.coach == world.coach
    assert case.journal.first().title.endswith("fördelade ärendet till Coach Farsta")


def test_a_coach_takes_over_and_the_journal_names_the_coach_before(world):
    case = world.registered()
    world.take(case, world.colleague)
    assert case.journal.first().text == "Tidigare coach: Coach Farsta"


def test_giving_the_case_to_the_one_who_has_it_writes_nothing(world):
    case = world.registered()
    actions.assign(case, world.coach, by=world.chef)
    assert case.journal.count() == 1


def test_a_coach_gives_no_case_to_a_colleague(world, case):
    with refused("assigner") as rules:
        actions.assign(case, world.colleague, by=world.coach)
    assert rules[0].sentence == "Bara chefer på Jobbtorg Farsta fördelar ärenden."


@pytest.mark.parametrize("who", ["registrator", "granskare", "chef_city", "coach_city"])
def test_nobody_from_elsewhere_gives_the_case(world, case, who):
    with refused("assigner"):
        actions.assign(case, world.coach, by=getattr(world, who))


@pytest.mark.parametrize("who", ["chef", "coach_city", "coach_insatser", "registrator"])
def test_the_case_is_given_only_to_a_coach_of_the_unit(world, case, who):
    with refused("not_coach"):
        actions.assign(case, getattr(world, who), by=world.chef)


def test_a_coach_whose_appointment_has_ended_gets_no_case(world, case):
    gone = world.staff("gone-coach", Function.COACH, until=world.application().arrived_on)
    actions.assign(case, gone, by=world.chef)
    with in_days(1), refused("not_coach"):
        actions.assign(world.registered("200102152392"), gone, by=world.chef)


def test_a_closed_case_is_given_to_nobody(world, case):
    closed = Case.objects.create(
        number="JT 2020-0001",
        person=world.registered("200102152392").person,
        unit=world.unit(),
        status="avslutad",
    )
    with refused("closed") as rules:
        actions.assign(closed, world.coach, by=world.chef)
    assert rules[0].kind == "conflict"


def test_of_a_protected_case_the_new_coach_is_named_and_the_old_one_no_longer(world):
    assert world.chef
    case = world.registered(protection="fingerade")
    actions.assign(case, world.colleague, by=world.chef)
    assert named_on(case) == {world.chef, world.colleague}
    assert get(world.coach, case.get_absolute_url()).status_code == 404


def test_a_coach_who_is_not_named_cannot_take_a_protected_case_from_its_page(world):
    case = world.registered(protection="fingerade")
    assert post(world.colleague, url(case), coach=world.colleague.pk).status_code == 404
    case.refresh_from_db()
    assert case.coach == world.coach


def test_the_page_offers_the_chef_all_coaches_and_the_coach_a_button(world, case):
    assert world.coach
    assert world.colleague
    chefs = text_of(get(world.chef, case.get_absolute_url()))
    assert "Fördela till" in chefs
    assert ">Kollega Farsta</option>" in chefs
    assert "Ta ärendet" in text_of(get(world.coach, case.get_absolute_url()))
    assert "Ta över ärendet" in text_of(
        get(world.colleague, world.registered("200102152392").get_absolute_url())
    )


def test_the_registrator_gets_no_form_and_a_refused_post(world, case):
    page = page_of(get(world.registrator, case.get_absolute_url()))
    assert not [form for form in page.forms if form.get("action") == url(case)]
    answer = post(world.registrator, url(case), coach=world.coach.pk)
    assert answer.status_code == 403
    assert "Bara chefer på Jobbtorg Farsta fördelar ärenden." in text_of(answer)


@pytest.mark.parametrize("who", ["coach_city", "chef_city", "coach_insatser", "granskare"])
def test_for_a_stranger_there_is_no_such_case(world, case, who):
    answer = post(getattr(world, who), url(case), coach=world.coach.pk)
    assert answer.status_code == 404


def test_the_chefs_post_gives_the_case(world, case):
    answer = post(world.chef, url(case), coach=world.coach.pk)
    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    case.refresh_from_db()
    assert case.coach == world.coach


@pytest.mark.parametrize("coach", ["", "0", "x", "99999999999999999999"])
def test_a_post_without_a_coach_of_the_unit_changes_nothing_and_says_so(world, case, coach):
    client = signed_in(world.chef)
    answer = client.post(url(case), {"coach": coach}, follow=True)
    assert "Välj en coach på enheten." in text_of(answer)
    case.refresh_from_db()
    assert case.coach is None


def test_the_address_answers_a_get_with_405(world, case):
    assert get(world.chef, url(case)).status_code == 405
