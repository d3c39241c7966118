"""Two managers, or two clicks, at the same second give one decision."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from cases.models import NumberSeries
from decisions import actions
from decisions.models import Decision, Letter
from jobbtorg.acts import RuleBroken


def test_of_many_attempts_at_once_one_decides_and_the_rest_are_told(committed_world):
    world = committed_world
    case, rulings = world.proposed(), world.rulings()
    deciders = [world.chef, world.bitr] * 5
    for chef in (world.chef, world.bitr):
        world.clear(case, chef)
    start = Barrier(len(deciders))

    def attempt(user):
        start.wait()
        try:
            return actions.decide(case, rulings, by=user)
        except RuleBroken as broken:
            return {rule.code for rule in broken.rules}
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deciders)) as pool:
        answers = list(pool.map(attempt, deciders))
    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert all(answer == {"status"} for answer in answers if not isinstance(answer, Decision))
    assert Decision.objects.count() == 1


def test_of_fifty_attempts_one_decides_with_one_letter_and_one_number(committed_world):
    world = committed_world
    case, rulings = world.proposed(), world.rulings()
    deciders = [world.chef, world.bitr] * 25
    for chef in (world.chef, world.bitr):
        world.clear(case, chef)
    start = Barrier(len(deciders))

    def attempt(user):
        connection.ensure_connection()
        start.wait()
        try:
            return actions.decide(case, rulings, by=user)
        except RuleBroken as broken:
            return [rule.sentence for rule in broken.rules]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deciders)) as pool:
        answers = list(pool.map(attempt, deciders))
    made = [answer for answer in answers if isinstance(answer, Decision)]
    told = [answer for answer in answers if not isinstance(answer, Decision)]
    assert len(made) == 1 and len(told) == 49
    assert all(len(sentences) == 1 and sentences[0].endswith(".") for sentences in told)
    assert Decision.objects.get() == made[0] and Letter.objects.get().decision == made[0]
    assert NumberSeries.objects.get(series="Beslut").last == 1
