"""Lägesbild: ages, weeks, who has what, and cases shared out anew. users.md P13, capability 19."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import assign
from cases.conflicts import declare
from cases.models import Case
from followup import situation
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from tests.cases.helpers import in_days, signed_in
from tests.followup.helpers import page
from tests.world import World, test_number


def numbers(count: int) -> list[str]:
    """Test numbers of so many persons."""
    return [test_number(date(1990, 1, 1) + timedelta(days=n)) for n in range(count)]


def seen(world: World) -> list[Case]:
    """What the chef sees of the unit."""
    return situation.open_cases(world.unit(), world.chef)


def test_a_case_is_as_old_as_its_application_and_counts_until_it_is_decided(world: World):
    world.started()
    with in_days(8):
        assert situation.ages(seen(world))[:2] == [("0–7 dagar", 0), ("8–14 dagar", 1)]
    with in_days(31):
        assert situation.ages(seen(world))[3] == ("Mer än 30 dagar", 1)


def test_what_is_decided_has_no_age_any_more_and_runs(world: World):
    world.running()
    assert sum(count for _, count in situation.ages(seen(world))) == 0
    load = situation.loads(seen(world))[0]
    assert (load.coach, load.undecided, load.running) == (world.coach, 0, 1)


def test_each_week_has_what_came_and_what_was_decided(world: World):
    one, two = numbers(2)
    world.started(one)
    world.decided(two)
    this = situation.weeks(world.unit())[-1]
    assert this.monday == clock.today() - timedelta(days=clock.today().weekday())
    assert (this.came, this.went) == (2, 1)
    with in_days(7):
        weeks = situation.weeks(world.unit())
        assert (weeks[-1].came, weeks[-2].came, len(weeks)) == (0, 2, situation.WEEKS)


def test_what_has_passed_its_day_is_late_by_coach(world: World):
    world.started()
    with in_days(40):
        assert situation.loads(seen(world))[0].late == 1
        assert len(situation.late(seen(world))) == 1


def test_a_coach_who_has_left_has_nothing_and_it_stands_first(world: World):
    gone = world.staff("gone-away", Function.COACH, until=clock.today())
    world.started(by=gone)
    with in_days(1):
        assert situation.loads(seen(world))[0].coach is None


def share(world: World, cases: list[Case], to, **more):
    """The chef posts the form of the coach's page."""
    data = {"cases": [case.pk for case in cases], "coach": to.pk} | more
    return signed_in(world.chef).post(f"/lagesbild/{world.coach.pk}/", data)


def test_ten_cases_are_shared_out_at_once_and_the_new_coach_sees_it(world: World):
    cases = [world.started(digits) for digits in numbers(10)]
    answer = share(world, cases, world.colleague)
    assert answer.status_code == 302
    assert set(Case.objects.values_list("coach", flat=True)) == {world.colleague.pk}
    assert {case.journal.latest("pk").kind for case in cases} == {"fordelning"}
    shown = page(signed_in(world.colleague).get("/"))
    assert "10 ärenden har fördelats till dig" in shown


def test_forty_open_uppdrag_of_a_coach_who_left_are_shared_out_at_once(world: World):
    """Lägesbild, Utan coach, Välj alla, the new coach, Fördela om: five clicks."""
    gone = world.staff("gone-away", Function.COACH, until=clock.today())
    cases = [assign(world.planned(), gone, by=world.chef)]
    cases += [world.registered(digits, by=gone) for digits in numbers(39)]
    with in_days(1):
        client = signed_in(world.chef)
        assert "Utan coach" in page(client.get("/lagesbild/"))
        shown = client.get("/lagesbild/ingen/").content.decode()
        assert "data-choose-all" in shown and shown.count('name="cases"') == 40
        data = {"cases": [case.pk for case in cases], "coach": world.colleague.pk}
        assert client.post("/lagesbild/ingen/", data).status_code == 302
    assert set(Case.objects.values_list("coach", flat=True)) == {world.colleague.pk}


def test_what_cannot_be_shared_out_is_told_and_the_rest_is(world: World):
    barred, other = (world.started(digits) for digits in numbers(2))
    declare(barred, world.colleague, "part_eller_narstaende", by=world.colleague)
    answer = share(world, [barred, other], world.colleague)
    assert answer.status_code == 409
    assert f"{barred.number}: {world.colleague} är jävig i ärendet." in answer.content.decode()
    other.refresh_from_db()
    assert other.coach == world.colleague


def test_nothing_chosen_is_told(world: World):
    world.started()
    answer = share(world, [], world.colleague)
    assert answer.status_code == 422
    assert "Välj minst ett ärende." in answer.content.decode()


def test_only_the_units_chefs_see_it(world: World):
    case = world.started()
    assert signed_in(world.coach).get("/lagesbild/").status_code == 403
    assert case.number not in page(signed_in(world.chef_city).get("/lagesbild/"))
    assert signed_in(world.coach).post(f"/lagesbild/{world.coach.pk}/").status_code == 403


def test_another_units_case_cannot_be_taken(world: World):
    case = world.started()
    data = {"cases": [case.pk], "coach": world.coach_city.pk}
    answer = signed_in(world.chef_city).post(f"/lagesbild/{world.coach.pk}/", data)
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.coach == world.coach


def test_it_asks_as_much_for_many_as_for_one(world: World):
    def questions() -> int:
        client = signed_in(world.chef)
        client.get("/lagesbild/")
        with CaptureQueriesContext(connection) as found:
            client.get("/lagesbild/")
        return len(found)

    digits = numbers(5)
    world.started(digits[0])
    one = questions()
    for more in digits[1:]:
        world.started(more)
    assert questions() == one
