"""Ge uppdrag: the chef, from the decision that holds, to a coach of the unit. SEED 2023, G18."""

from datetime import timedelta

import pytest

from cases.conflicts import declare
from cases.models import Case, Status
from decisions.models import Decision
from followup.assigning import give_assignment
from followup.assigning_rules import against_giving
from followup.models import Assignment
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from tests.cases.helpers import in_days, refused, refused_by_database, signed_in
from tests.followup.helpers import page
from tests.world import World

DAY = timedelta(days=1)


def test_the_chef_gives_it_to_the_coach_who_has_the_case(world: World):
    case = world.running()
    row = give_assignment(case, world.assignment(), by=world.chef)
    assert row.decision == Decision.objects.in_force().get()
    assert row.coach == world.coach
    assert case.journal.latest("pk").title == f"Uppdraget gavs till {world.coach}"


def test_another_coach_gets_the_case_with_it(world: World):
    case = world.running()
    give_assignment(case, world.assignment(coach=world.colleague), by=world.chef)
    case.refresh_from_db()
    assert case.coach == world.colleague


def test_it_is_to_be_taken_on_within_two_working_days(world: World):
    case = world.given()
    assert case.due_on == next_working_day(next_working_day(clock.today()))


def test_it_can_be_given_before_the_letter_has_gone(world: World):
    case = world.decided().application.case
    give_assignment(case, world.assignment(), by=world.chef)
    assert Assignment.objects.get().application == case.application


def test_a_coach_gives_none(world: World):
    case = world.running()
    with refused("not_chef"):
        give_assignment(case, world.assignment(), by=world.coach)


def test_the_chef_of_another_unit_gives_none(world: World):
    case = world.running()
    with refused("not_chef"):
        give_assignment(case, world.assignment(), by=world.chef_city)


def test_it_is_given_once(world: World):
    case = world.given()
    with refused("given"):
        give_assignment(case, world.assignment(), by=world.chef)


def test_none_is_given_in_a_case_that_is_closed(world: World):
    insats = world.insats(world.running())
    insats.case.status = Status.AVSLUTAD
    assert [rule.code for rule in against_giving(insats, world.chef)] == ["case_closed"]


def test_a_coach_of_another_unit_does_not_get_it(world: World):
    case = world.running()
    with refused("coach"):
        give_assignment(case, world.assignment(coach=world.coach_city), by=world.chef)


def test_a_coach_who_is_javig_does_not_get_it(world: World):
    case = world.running()
    declare(case, world.colleague, "part_eller_narstaende", by=world.colleague)
    with refused("barred_coach"):
        give_assignment(case, world.assignment(coach=world.colleague), by=world.chef)


def test_all_that_it_lacks_is_told_at_once(world: World):
    case = world.running()
    told = world.assignment(goals=" ", to_follow_up="", follow_up_on=clock.today() - DAY)
    with refused("goals", "to_follow_up", "follow_up_on"):
        give_assignment(case, told, by=world.chef)


def test_it_is_followed_up_within_the_period(world: World):
    case = world.running()
    late = world.assignment(follow_up_on=world.last_day(case) + DAY)
    with refused("follow_up_on"):
        give_assignment(case, late, by=world.chef)
    give_assignment(case, world.assignment(follow_up_on=world.last_day(case)), by=world.chef)


def test_a_refusal_gives_nothing_to_carry_out(world: World):
    case = world.decided(may="avslag").application.case
    with pytest.raises(LookupError):
        give_assignment(case, world.assignment(), by=world.chef)


def write(case: Case, by, **told) -> Assignment:
    """The row, past the act."""
    values = {
        "application": case.application,
        "decision": Decision.objects.of(case).latest("pk"),
        "coach": case.coach,
        "goals": "Mål.",
        "to_follow_up": "Allt.",
        "follow_up_on": clock.today(),
        "given_by": by,
        "given_at": clock.now(),
    }
    return Assignment.objects.create(**(values | told))


def test_postgresql_refuses_one_given_by_a_coach(world: World):
    case = world.running()
    with refused_by_database("En chef på enheten ger det."):
        write(case, world.coach)


def test_postgresql_refuses_one_to_a_coach_elsewhere(world: World):
    case = world.running()
    with refused_by_database("Uppdraget ges till en coach."):
        write(case, world.chef, coach=world.coach_city)


def test_postgresql_refuses_one_where_nothing_was_granted(world: World):
    case = world.decided(may="avslag").application.case
    with refused_by_database("Beslutet ger ingen insats."):
        write(case, world.chef)


def test_postgresql_refuses_one_that_is_followed_up_after_the_period(world: World):
    case = world.running()
    with refused_by_database("Uppföljningen ligger inom perioden."):
        write(case, world.chef, follow_up_on=world.last_day(case) + DAY)


def test_postgresql_keeps_it_as_it_was_given(world: World):
    world.given()
    row = Assignment.objects.get()
    row.goals = "Något annat."
    with refused_by_database("Cannot update"):
        row.save()


def test_the_case_stands_on_the_chefs_list_until_it_is_given(world: World):
    case = world.running()
    shown = page(signed_in(world.chef).get("/"))
    assert case.number in shown
    assert "Ge uppdrag" in shown
    give_assignment(case, world.assignment(), by=world.chef)
    assert case.number not in page(signed_in(world.chef).get("/"))


def test_after_two_working_days_it_is_late(world: World):
    case = world.running()
    with in_days(7):
        case.refresh_from_db()
        assert case.due_on and case.due_on < clock.today()


def test_the_page_begins_with_what_the_decision_says(world: World):
    case = world.running()
    shown = page(signed_in(world.chef).get(f"{case.get_absolute_url()}uppdrag/"))
    assert f"Arbete eller studier senast {world.last_day(case)}." in shown
    assert "deltagarens synpunkter" in shown


def test_given_on_the_page(world: World):
    case = world.running()
    data = {
        "coach": world.coach.pk,
        "goals": "Ett arbete.",
        "to_follow_up": "Allt.",
        "follow_up_on": f"{clock.today()}",
    }
    answer = signed_in(world.chef).post(f"{case.get_absolute_url()}uppdrag/", data)
    assert answer.status_code == 302
    assert Assignment.objects.get().goals == "Ett arbete."


def test_a_coach_sees_no_button_and_the_post_is_refused(world: World):
    case = world.running()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}uppdrag/"
    assert '<button class="ds-button">Ge uppdrag' not in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 403


def test_what_lacks_is_told_on_the_page_and_nothing_is_lost(world: World):
    case = world.running()
    url = f"{case.get_absolute_url()}uppdrag/"
    answer = signed_in(world.chef).post(url, {"coach": world.coach.pk, "goals": "Ett arbete."})
    assert answer.status_code == 422
    assert "Ett arbete." in answer.content.decode()
