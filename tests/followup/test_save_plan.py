"""Jobbplan: goals with activities, who does what, the participant's own words; in versions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.actions import assign
from followup.models import Goal, JobPlan
from followup.planning_rules import ActivityData, GoalData
from jobbtorg import clock
from tests.cases.helpers import refused, refused_by_database, signed_in
from tests.followup.helpers import page
from tests.world import WORDS, World

DAY = timedelta(days=1)


def test_the_plan_holds_goals_activities_and_the_participants_words(world: World):
    case = world.taken_on()
    plan = world.save_plan(case)
    assert plan.version == 1
    assert plan.own_words == WORDS
    goal = plan.goals.get()
    assert [row.who for row in goal.activities.all()] == ["Du och Karin", "Karin"]


def test_a_change_is_a_version_beside_the_old(world: World):
    case = world.planned()
    goal = replace(world.plan().goals[0], text="Ett arbete på en ridskola.")
    world.save_plan(case, seen=1, goals=(goal,))
    assert [row.version for row in JobPlan.objects.all()] == [2, 1]
    assert JobPlan.objects.get(version=1).goals.get().text == "Ett arbete på ett hunddagis."


def test_the_plans_day_is_when_it_is_followed_up(world: World):
    case = world.taken_on()
    plan = world.save_plan(case, follow_up_on=clock.today() + timedelta(days=30))
    case.refresh_from_db()
    assert case.due_on == plan.follow_up_on


def test_whoever_did_not_see_the_latest_version_compares_first(world: World):
    case = world.planned()
    with refused("stale"):
        world.save_plan(case, seen=0)


def test_before_the_uppdrag_is_taken_on_nothing_is_planned(world: World):
    case = world.given()
    with refused("not_taken"):
        world.save_plan(case)


def test_a_colleague_does_not_plan_for_the_coach(world: World):
    case = world.taken_on()
    with refused("other_coach"):
        world.save_plan(case, by=world.colleague)


def test_a_new_coach_takes_the_uppdrag_on_before_the_plan_is_changed(world: World):
    case = world.planned()
    assign(case, world.colleague, by=world.chef)
    with refused("not_taken"):
        world.save_plan(case, seen=1, by=world.colleague)


def test_a_plan_without_goals_is_none(world: World):
    case = world.taken_on()
    with refused("goals"):
        world.save_plan(case, goals=())


def test_a_goal_has_something_to_do_who_does_it_and_when(world: World):
    case = world.taken_on()
    nobody = ActivityData(world.code("aktivitet", "praktik"), "", " ", "")
    goals = (GoalData("Ett arbete.", ()), GoalData("Ett till.", (nobody,)))
    with refused("activities", "who", "when"):
        world.save_plan(case, goals=goals)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"agreement": ""}, "agreement"),
        ({"own_words": " "}, "own_words"),
        ({"agreement": "delvis"}, "objections"),
        ({"agreement": "inte_enig"}, "objections"),
        ({"agreement": "inte_med", "own_words": ""}, "objections"),
    ],
)
def test_the_participants_view_is_told(world: World, told, code):
    case = world.taken_on()
    with refused(code):
        world.save_plan(case, **told)


def test_a_participant_who_was_not_there_is_told_of_with_the_reason(world: World):
    case = world.taken_on()
    plan = world.save_plan(case, agreement="inte_med", own_words="", objections="Är sjuk.")
    assert plan.objections == "Är sjuk."


def test_it_is_made_after_the_decision_and_followed_up_within_the_period(world: World):
    case = world.taken_on()
    with refused("made_on"):
        world.save_plan(case, made_on=clock.today() - DAY)
    with refused("follow_up_on"):
        world.save_plan(case, follow_up_on=world.last_day(case) + DAY)


def test_postgresql_refuses_a_version_out_of_turn(world: World):
    case = world.planned()
    plan = JobPlan.objects.get(version=1)
    told = {f.name: getattr(plan, f.name) for f in JobPlan._meta.concrete_fields if f.name != "id"}
    with refused_by_database("En nyare version av jobbplanen finns."):
        JobPlan.objects.create(**(told | {"version": 3}))
    with refused_by_database("En coach på enheten skriver jobbplanen."):
        JobPlan.objects.create(**(told | {"version": 2, "written_by": world.chef}))
    with pytest.raises(IntegrityError), transaction.atomic():
        JobPlan.objects.create(**(told | {"version": 2, "own_words": ""}))
    assert case.pk


def test_postgresql_keeps_a_version_as_it_was(world: World):
    world.planned()
    goal = Goal.objects.get()
    goal.text = "Annat."
    with refused_by_database("Cannot update"):
        goal.save()


def values(world: World, **more) -> dict[str, str]:
    """The form, with a goal and an activity."""
    told = {
        "do": "save",
        "seen": "0",
        "made_on": f"{clock.today()}",
        "goal_1": "Ett arbete.",
        "kind_1_1": f"{world.code('aktivitet', 'praktik').pk}",
        "who_1_1": "Karin",
        "when_1_1": "i april",
        "own_words": WORDS,
        "agreement": "enig",
        "follow_up_on": f"{clock.today() + timedelta(days=42)}",
    }
    return told | more


def test_saved_on_the_page(world: World):
    case = world.taken_on()
    client = signed_in(world.coach)
    answer = client.post(f"{case.get_absolute_url()}jobbplan/", values(world))
    assert answer.url == f"{case.get_absolute_url()}jobbplan/1/"
    assert "Ett arbete." in page(client.get(answer.url))


def test_one_more_activity_and_one_more_goal_keep_what_is_written(world: World):
    case = world.taken_on()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}jobbplan/"
    shown = client.post(url, values(world, do="activity-1")).content.decode()
    assert 'name="kind_1_2"' in shown
    assert "Karin" in shown
    shown = client.post(url, values(world, do="goal")).content.decode()
    assert 'name="goal_2"' in shown
    assert WORDS in shown
    assert not JobPlan.objects.exists()


def test_an_activity_without_its_kind_or_its_goal_is_asked_for(world: World):
    case = world.taken_on()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}jobbplan/"
    answer = client.post(url, values(world, kind_1_1=""))
    assert answer.status_code == 422
    assert "Välj aktivitet." in answer.content.decode()
    answer = client.post(url, values(world, goal_1=""))
    assert "Ange mål 1." in answer.content.decode()


def test_two_versions_stand_side_by_side(world: World):
    case = world.planned()
    world.save_plan(case, seen=1, own_words="Jag har ändrat mig.")
    shown = page(signed_in(world.chef).get(f"{case.get_absolute_url()}jobbplan/2/"))
    assert "Förra versionen: 1" in shown
    assert "Jag har ändrat mig." in shown
    assert WORDS.partition(".")[0] in shown


def test_the_print_is_the_participants_and_its_look_is_logged(world: World):
    case = world.planned()
    plan = JobPlan.objects.get()
    client = signed_in(world.coach)
    answer = client.get(f"{case.get_absolute_url()}jobbplan/{plan.pk}.pdf")
    assert answer.content == bytes(plan.pdf)
    assert answer["Content-Type"] == "application/pdf"


def test_whoever_may_not_plan_is_refused_with_a_reason(world: World):
    case = world.taken_on()
    url = f"{case.get_absolute_url()}jobbplan/"
    assert signed_in(world.chef).get(url).status_code == 403
    assert signed_in(world.coach_city).get(url).status_code == 404
