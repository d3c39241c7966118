"""Rätta avslutet, and Öppna insatsen igen: the old row stays, struck. FL 36 §, SoL 14 kap. 9 §."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, Status
from followup.closing import correct_closing, reopen_insats
from followup.closing_rules import against_reopening
from followup.models import Closing
from jobbtorg import clock
from tests.cases.helpers import in_days, on, refused, refused_by_database, signed_in
from tests.followup.figures.test_indicators import told
from tests.followup.helpers import page
from tests.world import World

DAY = timedelta(days=1)
WHY = "Praktiken blev ett arbete först veckan efter."


def put_right(world: World, case: Case, *, by=None, why: str = WHY, **values) -> Closing:
    """The closing, noted anew by the coach."""
    return correct_closing(case, world.closing(**values), why, by=by or world.coach)


@pytest.fixture
def case(world: World) -> Case:
    """A case that was closed today: to work."""
    case = world.planned()
    world.close(case)
    return Case.objects.get(pk=case.pk)


def test_a_new_row_takes_the_place_of_the_old_which_stays(world: World, case: Case):
    row = put_right(world, case, reason=world.code("avslutsorsak", "hogskola"))
    old = Closing.objects.get(replaces=None)
    assert row.replaces == old
    assert str(old.reason) == "Arbete"
    assert world.insats(case).closing == row
    assert Case.objects.get(pk=case.pk).status == Status.AVSLUTAD
    told_of = case.journal.latest("pk")
    assert told_of.title == "Rättat avslut: Studier på högskola"
    assert WHY in told_of.text


def test_a_chef_puts_it_right_too_and_what_was_put_right_is_put_right_again(
    world: World, case: Case
):
    first = put_right(world, case, by=world.chef, result="delvis")
    second = put_right(world, case, result="inte")
    assert second.replaces == first
    assert world.insats(case).closing == second


def test_a_case_that_is_open_again_for_another_reason_is_not_opened(world: World, case: Case):
    insats = world.insats(case)
    insats.case.status = Status.UTREDS
    assert "case_open" in [rule.code for rule in against_reopening(insats, world.chef)]


def test_nothing_is_put_right_without_saying_what_was_wrong(world: World, case: Case):
    with refused("why_replaced"):
        put_right(world, case, why="  ")


def test_what_it_is_changed_to_meets_the_same_rules_as_a_closing(world: World, case: Case):
    with refused("own_wish", "own_wish_on", "result_text"):
        put_right(world, case, own_wish="", own_wish_on=None, result_text=" ")
    with in_days(1), refused("closed_on"):
        put_right(world, case, closed_on=clock.today() + DAY)


def test_the_day_is_moved_and_the_days_enrolled_with_it(world: World):
    case = world.planned()
    with in_days(30):
        world.close(case)
        day = clock.today() - 10 * DAY
        put_right(world, case, closed_on=day, own_wish_on=day)
        assert world.insats(case).days_enrolled == 20


def test_an_open_insats_has_no_closing_to_put_right(world: World):
    case = world.planned()
    with refused("open"):
        put_right(world, case)
    with refused("open"):
        reopen_insats(case, WHY, by=world.chef)


def test_nobody_elsewhere_puts_it_right(world: World, case: Case):
    with refused("outsider"):
        put_right(world, case, by=world.coach_city)


def test_figures_of_a_past_day_stay_and_those_from_now_on_are_right(world: World):
    first, second, third = date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3)
    with on(date(2026, 3, 2)):
        case = world.planned()
    with on(first):
        world.close(case)
    with on(second):
        studies = world.code("avslutsorsak", "hogskola")
        put_right(world, case, reason=studies, closed_on=first, own_wish_on=first)
    with on(third):
        reopen_insats(case, WHY, by=world.chef)
        total = "Alla", "Alla"
        assert told("resultat", as_of=first)[total][:4] == ("1", "1", "0", "0")
        assert told("resultat", as_of=second)[total][:4] == ("1", "0", "1", "0")
        assert told("resultat", as_of=third)[total][0] == "0"
        assert told("inskrivningstid", as_of=second)[total][:2] == ("1", "30,0")
        assert told("inskrivningstid", as_of=third)[total][0] == "0"


def test_closed_by_mistake_a_chef_opens_it_again_and_it_goes_on(world: World, case: Case):
    before = Case.history.filter(id=case.pk, status=Status.PAGAR).latest("history_id")
    reopen_insats(case, "Avslutet gällde en annan deltagare.", by=world.chef)
    case = Case.objects.get(pk=case.pk)
    assert case.status == Status.PAGAR
    assert case.due_on == before.due_on
    assert world.insats(case).closing is None
    world.attendance(case)
    assert world.close(case).replaces is None
    assert Case.objects.get(pk=case.pk).status == Status.AVSLUTAD


def test_a_coach_does_not_open_it_again(world: World, case: Case):
    with refused("not_chef"):
        reopen_insats(case, WHY, by=world.coach)


def test_what_is_over_is_put_right_and_not_opened(world: World, case: Case):
    days = (world.last_day(case) - clock.today()).days
    with in_days(days + 1), refused("over"):
        reopen_insats(case, WHY, by=world.chef)
    today = clock.today()
    with in_days(days + 1):
        row = put_right(world, case, result="delvis", closed_on=today, own_wish_on=today)
    assert row.result == "delvis"


def test_it_is_not_opened_beside_a_new_case(world: World, case: Case):
    world.registered()
    with refused("second_case"):
        reopen_insats(case, WHY, by=world.chef)


def strike(world: World, case: Case, **values) -> Closing:
    """The row that strikes, past the act."""
    old = Closing.objects.get(replaces=None)
    same = {
        name: getattr(old, name)
        for name in ("application", "closed_on", "reason", "result", "result_text", "informed")
    }
    given = {"noted_by": world.chef, "noted_at": clock.now(), "replaces": old, "strikes": True}
    return Closing.objects.create(**(same | given | {"why_replaced": WHY} | values))


def test_postgresql_puts_right_what_stands_alone_and_with_a_reason(world: World, case: Case):
    own = {"strikes": False, "own_wish": "Ja.", "own_wish_on": clock.today()}
    with pytest.raises(IntegrityError), transaction.atomic():
        strike(world, case, why_replaced="", **own)
    put_right(world, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        strike(world, case, **own)
    with refused_by_database("Insatsen är redan avslutad."):
        strike(world, case, replaces=None, why_replaced="", **own)


def test_postgresql_opens_nothing_by_itself(world: World, case: Case):
    with refused_by_database("En insats går vidare bara när dess avslut är struket."):
        case.status = Status.PAGAR
        case.save()
    with refused_by_database("en chef öppnar igen"):
        strike(world, case, noted_by=world.coach)
    with refused_by_database("Ärendet öppnas när avslutet stryks."):
        strike(world, case)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_put_right_on_the_page_the_old_stays_struck(world: World, case: Case):
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}avsluta/"
    assert "Rätta avslutet" in page(client.get(url))
    shown = client.get(f"{url}ratta/").content.decode()
    assert "Har fått arbete på ett hunddagis." in shown
    data = {
        "closed_on": f"{clock.today()}",
        "reason": world.code("avslutsorsak", "hogskola").pk,
        "result": "uppnatt",
        "result_text": "Kom in på högskolan.",
        "informed": "mote",
        "own_wish": "Börjar läsa.",
        "own_wish_on": f"{clock.today()}",
    }
    answer = client.post(f"{url}ratta/", data)
    assert answer.status_code == 422
    assert "Kom in på högskolan." in answer.content.decode()
    assert client.post(f"{url}ratta/", data | {"why_replaced": WHY}).status_code == 302
    shown = page(client.get(url))
    assert "Studier på högskola" in shown
    assert WHY in shown
    assert "Har fått arbete på ett hunddagis." in shown


def test_opened_again_on_the_page(world: World, case: Case):
    client, url = signed_in(world.chef), f"{case.get_absolute_url()}avsluta/"
    assert "Öppna insatsen igen" in page(client.get(url))
    assert client.post(f"{url}oppna/", {"why_replaced": ""}).status_code == 422
    assert client.post(f"{url}oppna/", {"why_replaced": WHY}).status_code == 302
    shown = page(client.get(url))
    assert "Struket" in shown
    assert "Insatsen avslutas" in shown


def test_the_coach_gets_no_way_to_open_it_and_a_refused_post(world: World, case: Case):
    client, url = signed_in(world.coach), f"{case.get_absolute_url()}avsluta/"
    assert "Öppna insatsen igen" not in page(client.get(url))
    assert client.post(f"{url}oppna/", {"why_replaced": WHY}).status_code == 403
