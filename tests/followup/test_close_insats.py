"""Avsluta insats: the case closes with it; early only by decision or own wish. SoL 14 kap. 9 §."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases import persons
from cases.models import Case, Status
from followup.models import Closing
from jobbtorg import clock
from jobbtorg.rulebook.models import Code
from tests.cases.helpers import in_days, refused, refused_by_database, signed_in
from tests.followup.helpers import page
from tests.world import World

DAY = timedelta(days=1)


def test_the_case_is_closed_with_its_insats(world: World):
    case = world.planned()
    row = world.close(case)
    case.refresh_from_db()
    assert case.status == Status.AVSLUTAD
    assert case.due_on is None
    assert str(row.reason) == "Arbete"
    assert case.journal.latest("pk").title == "Insatsen avslutades: Arbete"


def test_days_enrolled_are_from_the_beginning_to_the_closing(world: World):
    case = world.planned()
    with in_days(178):
        world.close(case)
        assert world.insats(case).days_enrolled == 178


def test_before_the_periods_end_the_participants_own_wish_is_told(world: World):
    case = world.planned()
    with refused("own_wish", "own_wish_on"):
        world.close(case, own_wish="", own_wish_on=None)
    with refused("own_wish_on"):
        world.close(case, own_wish_on=clock.today() + DAY)


def test_at_the_periods_end_no_wish_is_asked_for(world: World):
    case = world.planned()
    last = world.last_day(case)
    with in_days((last - clock.today()).days + 3):
        row = world.close(case, closed_on=last, own_wish="", own_wish_on=None)
    assert row.own_wish == ""


def test_it_is_not_closed_later_than_its_last_day(world: World):
    case = world.planned()
    last = world.last_day(case)
    with in_days((last - clock.today()).days + 3), refused("closed_on"):
        world.close(case, closed_on=last + DAY)


def test_a_closing_day_before_the_start_is_refused(world: World):
    case = world.planned()
    with refused("closed_on", "own_wish_on"):
        world.close(case, closed_on=clock.today() - DAY)


def test_a_reason_that_was_taken_out_of_use_is_refused(world: World):
    case = world.planned()
    old = Code.objects.create(
        list="avslutsorsak",
        code="gammal",
        label="Gammal orsak",
        valid_from=clock.today() - timedelta(days=900),
        valid_to=clock.today() - timedelta(days=300),
    )
    with refused("reason"):
        world.close(case, reason=old)


def test_who_moves_ends_by_their_own_wish_and_never_by_the_move_itself(world: World):
    case = world.planned()
    moved = world.code("avslutsorsak", "flyttat")
    with refused("own_wish", "own_wish_on"):
        world.close(case, reason=moved, own_wish="", own_wish_on=None)
    row = world.close(case, reason=moved, own_wish="Flyttar till Malmö och vill avsluta.")
    assert row.reason.counts_as == ""


def test_who_becomes_protected_in_mid_insats_is_closed_by_the_named(world: World):
    case = world.planned()
    persons.protect(case, "skyddad_folkbokforing", clock.today(), "Skatteverket", by=world.coach)
    url = f"{case.get_absolute_url()}avsluta/"
    assert signed_in(world.colleague).get(url).status_code == 404
    assert world.close(case).noted_by == world.coach


def test_who_has_died_wishes_nothing_and_is_not_informed(world: World):
    case = world.planned()
    dead = world.code("avslutsorsak", "avliden")
    row = world.close(case, reason=dead, own_wish="", own_wish_on=None, informed="")
    assert row.informed == ""


def test_everybody_else_is_informed(world: World):
    case = world.planned()
    with refused("informed", "result", "result_text"):
        world.close(case, informed="", result="", result_text=" ")


def test_an_insats_that_never_began_can_be_closed(world: World):
    case = world.running()
    world.close(case, reason=world.code("avslutsorsak", "egen_begaran"))
    case.refresh_from_db()
    assert case.status == Status.AVSLUTAD
    assert world.insats(case).days_enrolled is None


def test_while_more_of_it_is_asked_for_it_is_not_closed(world: World):
    case = world.continued()
    with refused("tried"):
        world.close(case)


def test_the_letter_goes_before_anything_ends(world: World):
    case = world.decided().application.case
    with refused("unsent"):
        world.close(case)


def test_nobody_elsewhere_closes_it_and_nothing_is_written_afterwards(world: World):
    case = world.planned()
    with refused("outsider"):
        world.close(case, by=world.coach_city)
    world.close(case)
    with refused("closed"):
        world.close(case)
    with refused("closed"):
        world.attendance(case)
    with refused("closed"):
        world.follow_up(case)


def row_of(world: World, case: Case, **told) -> Closing:
    """The row, past the act."""
    values = {
        "application": case.application,
        "closed_on": clock.today(),
        "reason": world.code("avslutsorsak", "arbete"),
        "result": "uppnatt",
        "result_text": "Arbete.",
        "own_wish": "Ja.",
        "own_wish_on": clock.today(),
        "informed": "mote",
        "noted_by": world.coach,
        "noted_at": clock.now(),
    }
    return Closing.objects.create(**(values | told))


def test_postgresql_ends_nothing_early_against_the_persons_will(world: World):
    case = world.planned()
    with refused_by_database("Insatsen avslutas i förtid bara genom beslut"):
        row_of(world, case, own_wish="", own_wish_on=None)


def test_postgresql_refuses_a_day_before_the_start_and_a_reason_out_of_use(world: World):
    case = world.planned()
    with refused_by_database("Insatsen avslutas från den dag den började"):
        row_of(world, case, closed_on=clock.today() - DAY)
    with refused_by_database("Orsaken gällde inte den dagen."):
        row_of(world, case, reason=world.code("aktivitet", "praktik"))
    with refused_by_database("Deltagaren ska ha fått veta"):
        row_of(world, case, informed="")
    with refused_by_database("Enheten avslutar"):
        row_of(world, case, noted_by=world.coach_city)
    with pytest.raises(IntegrityError), transaction.atomic():
        row_of(world, case, own_wish_on=None)


def test_postgresql_closes_no_case_before_its_insats(world: World):
    case = world.planned()
    case.status = Status.AVSLUTAD
    with refused_by_database("Insatsen är inte avslutad."):
        case.save()


def test_when_the_period_is_over_the_coach_is_asked_to_close(world: World):
    case = world.planned()
    with in_days((world.last_day(case) - clock.today()).days + 1):
        shown = page(signed_in(world.coach).get("/"))
        assert case.number in shown
        assert "Avsluta insats" in shown


def test_closed_on_the_page(world: World):
    case = world.planned()
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}avsluta/"
    data = {
        "closed_on": f"{clock.today()}",
        "reason": world.code("avslutsorsak", "hogskola").pk,
        "result": "uppnatt",
        "result_text": "Kom in på högskolan.",
        "informed": "mote",
    }
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "Insatsen är beviljad till" in answer.content.decode()
    told = data | {"own_wish": "Börjar läsa.", "own_wish_on": f"{clock.today()}"}
    assert client.post(url, told).status_code == 302
    shown = page(client.get(url))
    assert "Studier på högskola" in shown
    assert "Inskrivningstid 0 dagar" in shown
