"""Nothing waits for decision without what a basis for decision holds: the database's own floor."""

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, Investigation, Status
from jobbtorg import clock


def let_it_wait(case):
    """Past every rule in Python."""
    investigation = Investigation.objects.of(case)
    investigation.proposed_by, investigation.proposed_at = case.coach, clock.now()
    investigation.save()
    with transaction.atomic():
        row = Case.objects.get(pk=case.pk)
        row.status = Status.VANTAR
        row.save()


@pytest.mark.parametrize(
    "part", ["kriterier", "initial-bedomning", "barn", "arbetsformedlingen", "samlad-bedomning"]
)
def test_the_database_lets_nothing_wait_for_decision_that_lacks_a_part(world, part):
    case = world.started()
    parts = ["kriterier", "initial-bedomning", "barn", "arbetsformedlingen", "samlad-bedomning"]
    for name in parts:
        if name != part:
            world.save(case, name)
    with pytest.raises(IntegrityError, match="saknar delar"):
        let_it_wait(case)
    transaction.set_rollback(True)


@pytest.mark.parametrize("text", ["", " \n"])
def test_nor_one_without_an_individual_assessment(world, text):
    case = world.investigated()
    world.save(case, "kriterier", individual=text)
    with pytest.raises(IntegrityError, match="saknar delar"):
        let_it_wait(case)
    transaction.set_rollback(True)


def test_nor_one_that_a_criterion_bars_before_the_person_is_hanvisad(world):
    case = world.investigated(refused=True)
    world.save(case, "kriterier", forsorjningsstod_answer="inte_uppfyllt")
    with pytest.raises(IntegrityError, match="saknar delar"):
        let_it_wait(case)
    world.signposted(case)
    let_it_wait(case)
    transaction.set_rollback(True)


def test_with_all_parts_it_may_wait(world):
    case = world.investigated()
    let_it_wait(case)
    case.refresh_from_db()
    assert case.status == Status.VANTAR
    transaction.set_rollback(True)
