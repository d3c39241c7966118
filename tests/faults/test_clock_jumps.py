"""The clock jumps, forward or back: nothing is lost, waits for it, or is done twice."""

from datetime import timedelta

import pytest

from jobbtorg import clock
from jobbtorg.audit import sealing
from jobbtorg.audit.verifying import verify
from jobbtorg.jobs import running
from jobbtorg.jobs.models import Heartbeat, Job
from jobbtorg.jobs.tasks import hand_on, show_life
from jobbtorg.operations import parts
from tests.audit.helpers import as_owner
from tests.cases.helpers import in_days
from tests.jobs.kinds import finished

YEAR = timedelta(days=365)


@pytest.fixture
def waiting(committed_world):
    """Long work that waits, with its last sign of life at the moment that is given."""

    def made(at):
        job = finished(committed_world.coach)
        as_owner(
            "UPDATE jobs_job SET state = 'vantar', key = '', sha256 = '', ended_at = NULL,"
            " heartbeat = %s, attempt = 0 WHERE id = %s",
            at,
            job.pk,
        )
        return job

    return made


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
def test_work_that_waits_is_handed_on(waiting, jump):
    job = waiting(clock.now() + jump)
    hand_on.delay()
    assert Job.objects.get(pk=job.pk).state == "klart"


def test_a_worker_that_died_before_the_clock_was_put_back_is_missed(waiting):
    job = waiting(clock.now() + YEAR)
    as_owner("UPDATE jobs_job SET state = 'arbetar', attempt = 1 WHERE id = %s", job.pk)
    assert running.left_behind() == [job.pk]


def test_one_that_is_alive_is_left_alone(waiting):
    job = waiting(clock.now())
    as_owner("UPDATE jobs_job SET state = 'arbetar', attempt = 1 WHERE id = %s", job.pk)
    assert running.left_behind() == []


@pytest.mark.parametrize("jump", [1, -1])
def test_a_sign_of_life_from_another_day_is_none(base, jump):
    with in_days(jump):
        show_life("celery")
    with pytest.raises(parts.Wrong):
        parts.worker()
    show_life("celery")
    parts.worker()
    assert Heartbeat.objects.count() == 1


def test_the_chain_follows_the_order_of_writing_and_not_the_clock(committed_world):
    for n, days in enumerate((0, 400, -400, 0), start=1):
        with in_days(days):
            committed_world.coach.phone = f"08-{n}"
            committed_world.coach.save()
            sealing.seal()
    assert verify(beside=False).deviating == []


def test_what_is_late_is_late_by_the_clock_that_is_now(world):
    case = world.started()
    with in_days(400):
        assert case.deadline < clock.today()
    assert case.deadline >= clock.today()
