"""The end of the period: watched from the days that the settings say, and then to be closed."""

from datetime import timedelta

from cases.actions import assign
from cases.models import Case
from cases.steps import next_step
from followup.due import due_on
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from tests.cases.helpers import in_days, signed_in
from tests.followup.helpers import page
from tests.rulebook.helpers import set_since_the_beginning
from tests.world import World

MORE = "en ny ansökan i god tid"


def days_left(world: World, case: Case, days: int) -> int:
    """How many days ahead it is so many days before the last one."""
    return (world.last_day(case) - clock.today()).days - days


def step_of(case: Case, user) -> str:
    """What comes next, asked anew."""
    return next_step(Case.objects.get(pk=case.pk), user).label


def test_the_setting_alone_says_from_when_the_end_is_watched(world: World):
    set_since_the_beginning("periodens_slut_forsta", 60)
    case = world.planned()
    url = f"{case.get_absolute_url()}uppfoljning/"
    with in_days(days_left(world, case, 61)):
        client = signed_in(world.coach)
        assert step_of(case, world.coach) == "Följ upp insatsen"
        assert MORE not in page(client.get(url))
    with in_days(days_left(world, case, 60)):
        client = signed_in(world.coach)
        assert step_of(case, world.coach).startswith("Insats slutar om 60 dagar")
        assert "Insats slutar om 60 dagar" in page(client.get("/"))
        assert MORE in page(client.get(url))


def test_the_second_and_the_last_reminder_are_settings_too(world: World):
    set_since_the_beginning("periodens_slut_andra", 25)
    set_since_the_beginning("periodens_slut_sista", 10)
    case = world.planned()
    for days, then in ((40, 25), (20, 10), (5, 0)):
        with in_days(days_left(world, case, days)):
            world.follow_up(case, next_on=world.last_day(case))
            assert due_on(world.insats(case)) == world.last_day(case) - timedelta(days=then)


def test_on_the_last_day_it_is_still_followed_up(world: World):
    case = world.planned()
    with in_days(days_left(world, case, 0)):
        assert step_of(case, world.coach).startswith("Insats slutar i dag")


def test_over_it_stands_red_with_the_coach_and_with_the_chefs_until_it_is_closed(world: World):
    case = world.planned()
    with in_days(days_left(world, case, -1)):
        for user in (world.coach, world.chef, world.bitr):
            shown = page(signed_in(user).get("/"))
            assert case.number in shown
            assert "Avsluta insats" in shown
            assert "dagar sen" in shown
            assert next_step(case, user).mine
        assert case.number not in page(signed_in(world.colleague).get("/"))
        world.close(case, closed_on=world.last_day(case), own_wish="", own_wish_on=None)
        assert case.number not in page(signed_in(world.chef).get("/"))


def test_over_before_its_uppdrag_was_given_it_is_closed_and_not_begun(world: World):
    case = world.running()
    with in_days(days_left(world, case, -1)):
        assert step_of(case, world.chef) == "Avsluta insats"


def test_over_and_its_coach_gone_a_chef_closes_it(world: World):
    gone = world.staff("gone-away", Function.COACH, until=clock.today())
    case = assign(world.planned(), gone, by=world.chef)
    with in_days(days_left(world, case, -1)):
        step = next_step(Case.objects.get(pk=case.pk), world.chef)
        assert (step.label, step.who) == ("Avsluta insats", "Chefer, Jobbtorg Farsta")
        assert step.mine


def test_over_the_form_is_filled_with_the_last_day_and_what_the_last_follow_up_told(world: World):
    case = world.planned()
    world.follow_up(case)
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}avsluta/"
    assert "Praktiken går bra." not in client.get(url).content.decode()
    last, ended = world.last_day(case), world.code("avslutsorsak", "period_slut")
    with in_days(days_left(world, case, -5)):
        client = signed_in(world.coach)
        shown = client.get(url).content.decode()
        assert f'value="{last}"' in shown
        assert f'<option value="{ended.pk}" selected' in shown
        assert "Praktiken går bra." in shown
        data = {
            "closed_on": f"{last}",
            "reason": ended.pk,
            "result": "delvis",
            "result_text": "Praktiken går bra.",
            "informed": "brev",
        }
        assert client.post(url, data).status_code == 302
