"""Ta emot uppdrag: the case's coach in person; the insats begins. SEED 2023, script 9.1 step 13."""

from datetime import timedelta

from cases.actions import assign
from cases.models import Case
from decisions.models import Execution
from followup.assigning import take_on
from followup.due import working_days_after
from followup.models import Acceptance
from jobbtorg import clock
from jobbtorg.organisation.staff.actions import note_absence
from tests.cases.helpers import refused, refused_by_database, signed_in
from tests.followup.helpers import page
from tests.world import World

DAY = timedelta(days=1)


def test_the_coach_takes_it_on_and_the_insats_begins(world: World):
    case = world.given()
    take_on(case, clock.today(), by=world.coach)
    assert Execution.objects.get().started_on == clock.today()
    assert world.insats(case).started_on == clock.today()


def test_it_may_begin_later(world: World):
    case = world.given()
    take_on(case, by=world.coach)
    assert not Execution.objects.exists()
    assert Acceptance.objects.get().coach == world.coach


def test_the_jobbplan_is_then_due_in_fourteen_days(world: World):
    case = world.taken_on()
    assert case.due_on == clock.today() + timedelta(days=14)


def test_it_does_not_begin_before_the_decision_or_after_today(world: World):
    case = world.given()
    for day in (clock.today() - DAY, clock.today() + DAY):
        with refused("started_on"):
            take_on(case, day, by=world.coach)


def test_a_colleague_does_not_take_it_on_for_the_coach(world: World):
    case = world.given()
    with refused("other_coach"):
        take_on(case, by=world.colleague)


def test_who_stands_in_for_the_coach_takes_the_case_over_first(world: World):
    case = world.given()
    today = clock.today()
    note_absence(world.coach, world.colleague, today, today, by=world.coach)
    with refused("stand_in"):
        take_on(case, by=world.colleague)


def test_it_is_taken_on_once(world: World):
    case = world.taken_on()
    with refused("taken"):
        take_on(case, by=world.coach)


def test_before_it_is_given_there_is_nothing_to_take_on(world: World):
    case = world.running()
    with refused("not_given"):
        take_on(case, by=world.coach)


def test_handed_over_the_new_coach_takes_it_on_and_the_trail_is_kept(world: World):
    case = world.taken_on()
    assign(case, world.colleague, by=world.chef)
    world.clear(case, world.colleague)
    assert world.insats(case).acceptance is None
    take_on(case, by=world.colleague)
    assert [row.coach for row in Acceptance.objects.all()] == [world.coach, world.colleague]
    assert Execution.objects.count() == 1


def test_handed_over_the_new_coach_has_days_of_their_own(world: World):
    case = world.planned()
    before = case.due_on
    case = assign(case, world.colleague, by=world.chef)
    assert case.due_on == working_days_after(clock.today(), 2)
    assert Case.objects.get(pk=case.pk).due_on == case.due_on
    world.clear(case, world.coach)
    assert assign(case, world.coach, by=world.chef).due_on == before


def test_before_an_insats_runs_the_day_stays_when_the_case_is_handed_over(world: World):
    case = world.registered()
    assert assign(case, world.colleague, by=world.chef).due_on == case.due_on


def test_whoever_has_not_answered_about_jav_answers_first(world: World):
    case = world.given()
    assign(case, world.colleague, by=world.chef)
    with refused("unanswered"):
        take_on(case, by=world.colleague)


def test_postgresql_refuses_another_than_the_cases_coach(world: World):
    case = world.given()
    with refused_by_database("Ärendets coach tar emot uppdraget."):
        Acceptance.objects.create(
            assignment=world.uppdrag(case), coach=world.colleague, accepted_at=clock.now()
        )


def test_taken_on_on_the_page(world: World):
    case = world.given()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}uppdrag/"
    assert f'value="{clock.today()}"' in client.get(url).content.decode()
    assert client.post(url, {"started_on": f"{clock.today()}"}).status_code == 302
    assert f"Verkställighetsdatum {clock.today()}" in page(client.get(url))


def test_it_is_the_coachs_next_step(world: World):
    case = world.given()
    shown = page(signed_in(world.coach).get("/"))
    assert case.number in shown
    assert "Ta emot uppdrag" in shown


def test_the_chef_cannot_take_it_on(world: World):
    case = world.given()
    assert signed_in(world.chef).post(f"{case.get_absolute_url()}uppdrag/").status_code == 403
