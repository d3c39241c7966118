"""Two managers, or two clicks, at the same second give one decision."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from decisions import actions
from decisions.models import Decision
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
