"""Uppföljning: the coach's running one and the chef's; the watch over the period's end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from followup.models import FollowUp
from jobbtorg import clock
from tests.cases.helpers import in_days, refused, refused_by_database, signed_in
from tests.followup.helpers import page
from tests.world import World

DAY = timedelta(days=1)


def test_the_coach_follows_up_and_the_next_day_is_set(world: World):
    case = world.planned()
    row = world.follow_up(case)
    case.refresh_from_db()
    assert case.due_on == row.next_on


def test_the_chef_follows_up_insats_goals_events_and_views(world: World):
    case = world.planned()
    with refused("insats", "events"):
        world.follow_up(case, "chef", insats="", events=" ")
    row = world.follow_up(case, "chef")
    assert "Beviljad insats: Getts som beslutet säger." in case.journal.latest("pk").text
    assert row.hat == "chef"


def test_a_coach_does_not_follow_up_as_chef_nor_a_chef_as_coach(world: World):
    case = world.planned()
    with refused("not_chef"):
        world.follow_up(case, "chef", by=world.coach)
    with refused("not_coach"):
        world.follow_up(case, "coach", by=world.chef)


def test_result_and_views_are_told(world: World):
    case = world.planned()
    with refused("result", "views", "how", "conclusion"):
        world.follow_up(case, result="", views=" ", how="", conclusion="")


def test_what_goes_on_has_a_next_day_within_the_period(world: World):
    case = world.planned()
    with refused("next_on"):
        world.follow_up(case, next_on=None)
    with refused("next_on"):
        world.follow_up(case, next_on=world.last_day(case) + DAY)
    assert world.follow_up(case, next_on=None, conclusion="avslutas")


@pytest.mark.parametrize("before", [45, 30, 14])
def test_the_watch_asks_at_each_day_before_the_end(world: World, before):
    case = world.planned()
    far = world.last_day(case)
    with in_days((far - clock.today()).days - before - 1):
        world.follow_up(case, next_on=far)
        case.refresh_from_db()
        assert case.due_on == far - timedelta(days=before)


def test_the_list_says_how_long_is_left(world: World):
    case = world.planned()
    with in_days((world.last_day(case) - clock.today()).days - 30):
        shown = page(signed_in(world.coach).get("/"))
        assert "Insats slutar om 30 dagar – uppföljning/ny ansökan" in shown


def test_postgresql_refuses_a_hat_that_is_not_ones_own(world: World):
    case = world.planned()
    row = world.follow_up(case)
    told = {f.name: getattr(row, f.name) for f in FollowUp._meta.concrete_fields if f.name != "id"}
    with refused_by_database("Coachen följer upp löpande, och chefen uppdraget."):
        FollowUp.objects.create(**(told | {"hat": "chef", "insats": "Ja.", "events": "Inga."}))
    with refused_by_database("Uppföljningen ligger inom perioden."):
        FollowUp.objects.create(**(told | {"next_on": world.last_day(case) + DAY}))
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(**(told | {"views": ""}))
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(**(told | {"next_on": None}))


def test_followed_up_on_the_page_in_ones_own_hat(world: World):
    case = world.planned()
    url = f"{case.get_absolute_url()}uppfoljning/"
    data = {
        "held_on": f"{clock.today()}",
        "how": "mote",
        "result": "Går bra.",
        "views": "Roligt.",
        "conclusion": "fortsatter",
        "next_on": f"{clock.today() + timedelta(days=28)}",
    }
    assert signed_in(world.chef).post(url, data).status_code == 422
    assert signed_in(world.coach).post(url, data).status_code == 302
    more = {"insats": "Ja.", "events": "Inga."}
    assert signed_in(world.chef).post(url, data | more).status_code == 302
    assert [row.hat for row in FollowUp.objects.order_by("pk")] == ["coach", "chef"]
    assert "Chefens uppföljning" in page(signed_in(world.chef).get(url))
