"""Avstå från kommunicering: on a ground in law, with a reason, until something is sent."""

import pytest

from cases.models import Investigation, Waiver
from cases.rules import against_uncommunicated
from jobbtorg import clock
from tests.cases.helpers import get, post, refused, refused_by_database, text_of


@pytest.fixture
def case(world):
    case = world.investigated()
    no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
    world.save(case, "samlad-bedomning", **no)
    return case


def url(case, end=""):
    return f"{case.get_absolute_url()}kommunicering/{end}"


def stands_in_the_way(case):
    found = Investigation.objects.of(case)
    return [rule.code for rule in against_uncommunicated(found, clock.today())]


def test_a_ground_and_a_reason_are_noted_and_told_of(world, case):
    sent = {"ground": "omedelbart", "reason": "Hen flyttar i dag.", "seen": 0}
    assert post(world.coach, url(case, "avsta/"), **sent).status_code == 302
    assert stands_in_the_way(case) == []
    html = text_of(get(world.chef, url(case)))
    assert "Avstått från kommunicering" in html and "Hen flyttar i dag." in html
    entry = case.journal.first()
    assert entry.title == "Kommunicering före beslut utelämnades"
    assert "(25 § FL)" in entry.text


@pytest.mark.parametrize(("ground", "reason"), [("", "Skäl."), ("annan", "Skäl.")])
def test_the_ground_is_one_of_the_laws(world, case, ground, reason):
    with refused("ground"):
        world.waive(case, ground, reason)


def test_the_reason_is_in_words(world, case):
    with refused("reason"):
        world.waive(case, reason=" \n ")
    answer = post(world.coach, url(case, "avsta/"), ground="obehovligt", reason="", seen=0)
    assert answer.status_code == 422
    assert "Skriv varför grunden finns" in text_of(answer)


@pytest.mark.parametrize("who", ["colleague", "chef", "registrator"])
def test_it_is_the_coachs(world, case, who):
    user = getattr(world, who)
    assert "Avstå från kommunicering</button>" not in text_of(get(user, url(case)))
    answer = post(user, url(case, "avsta/"), ground="obehovligt", reason="Nej.", seen=0)
    assert answer.status_code == 403
    assert not Waiver.objects.exists()


def test_what_is_sent_after_it_takes_its_place(world, case):
    world.waive(case)
    assert stands_in_the_way(case) == []
    world.send(case)
    assert stands_in_the_way(case) == ["reply_time"]
    world.waive(case)
    assert stands_in_the_way(case) == []


def test_the_database_wants_ground_reason_and_the_latest_sending(world, case):
    first = world.send(case)
    world.send(case)
    found = Investigation.objects.of(case)
    values = {
        "investigation": found, "after": found.latest_sending, "ground": "obehovligt",
        "reason": "Hon har fått det.", "noted_by": world.coach, "noted_at": clock.now(),
    }  # fmt: skip
    for changed, word in (
        ({"ground": "annan"}, "waiver_has_ground_and_reason"),
        ({"reason": " "}, "waiver_has_ground_and_reason"),
        ({"after": None}, "senaste underlaget"),
        ({"after": first}, "senaste underlaget"),
    ):
        with refused_by_database(word):
            Waiver(**(values | changed)).save()
    Waiver(**values).save()


def test_the_database_waives_nothing_in_a_case_that_waits(world):
    case = world.proposed()
    found = Investigation.objects.of(case)
    row = Waiver(
        investigation=found, ground="obehovligt", reason="Ja.", noted_by=world.coach,
        noted_at=clock.now(),
    )  # fmt: skip
    with refused_by_database("Utredningen är låst"):
        row.save()
