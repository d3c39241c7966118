"""From one court to the next: who appeals the judgment, and prövningstillstånd. SoL 35 kap. 4 §."""

from datetime import timedelta

import pytest

from appeals.standing import Stage, stage_of
from tests.appeals.court import (
    CAME,
    at_court,
    judged,
    noted,
    seen,
    taken_on,
)
from tests.cases.helpers import refused


def test_it_has_the_mal_once_the_judgment_is_appealed(world):
    appeal = at_court(world)
    judgment = judged(world, appeal, "avslag")
    row = taken_on(world, appeal)
    assert row.judgment == judgment and row.get_by_display() == "Personen"
    assert stage_of(seen(appeal, CAME)) == Stage.AT_COURT
    assert stage_of(seen(appeal, CAME + timedelta(days=100))) == Stage.AT_COURT


def test_without_leave_the_first_judgment_stands(world):
    appeal = at_court(world)
    judged(world, appeal, "avslag")
    taken_on(world, appeal)
    noted(world, appeal, "pt_nekat", CAME, instance="kammarratten")
    assert stage_of(seen(appeal, CAME)) == Stage.DONE


def test_with_leave_it_goes_on(world):
    appeal = at_court(world)
    judged(world, appeal, "avslag")
    taken_on(world, appeal)
    noted(world, appeal, "pt_beviljat", CAME, instance="kammarratten")
    assert stage_of(seen(appeal, CAME)) == Stage.AT_COURT


@pytest.mark.parametrize("kind", ["pt_beviljat", "pt_nekat"])
def test_leave_is_never_of_the_first_court(world, kind):
    with refused("instance"):
        noted(world, at_court(world), kind)


def test_nothing_comes_from_a_court_that_has_not_got_it(world):
    appeal = at_court(world)
    with refused("not_there") as rules:
        noted(world, appeal, "malnummer", case_number="1-26", instance="kammarratten")
    assert rules[0].sentence.startswith("Målet är inte överklagat till kammarrätten.")


def test_there_is_nothing_to_appeal_before_the_judgment(world):
    with refused("unjudged"):
        taken_on(world, at_court(world))


@pytest.mark.parametrize(
    ("told", "code"),
    [({"to": "hfd"}, "instance"), ({"who": ""}, "by"),
     ({"day": CAME - timedelta(days=2)}, "event_on")],
)  # fmt: skip
def test_it_is_told_who_when_and_to_which(world, told, code):
    appeal = at_court(world)
    judged(world, appeal, "avslag")
    with refused(code):
        taken_on(world, appeal, **told)


def test_each_appeals_a_judgment_once(world):
    appeal = at_court(world)
    judged(world, appeal, "avslag")
    taken_on(world, appeal)
    with refused("same"):
        taken_on(world, appeal)
    assert taken_on(world, appeal, who="namnd")


def test_nothing_is_above_the_highest(world):
    appeal = at_court(world)
    for instance, above in (
        ("forvaltningsratten", "kammarratten"), ("kammarratten", "hfd"), ("hfd", "hfd"),
    ):  # fmt: skip
        judged(world, appeal, "avslag", instance=instance)
        if instance == "hfd":
            with refused("highest"):
                taken_on(world, appeal, to=above)
        else:
            taken_on(world, appeal, to=above)
    assert stage_of(seen(appeal, CAME)) == Stage.DONE
