"""The clock jumps, forward or back: nothing is lost, waits for it, or is done twice."""

from datetime import timedelta

import pytest
from django.db import transaction

from jobbtorg import clock
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AccessLog
from jobbtorg.audit.verifying import verify
from jobbtorg.jobs import outbox, running
from jobbtorg.jobs.models import Heartbeat, Job
from jobbtorg.jobs.tasks import carry_out, hand_on, show_life
from jobbtorg.operations import parts
from jobbtorg.signin import attempts
from tests.audit.helpers import as_owner
from tests.cases.helpers import in_days
from tests.jobs.kinds import asked, finished

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


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
def test_work_that_is_under_way_when_it_jumps_is_done_once(committed_world, monkeypatch, jump):
    """The beat takes a living worker for a dead one; of the two, one does the rest."""
    one_more, jumped = running._one_more, []

    def with_a_jump(job, work, steps):
        more = one_more(job, work, steps)
        if work.done == 2 and not jumped:
            jumped.append(job)
            with clock.at(clock.now() + jump):
                hand_on.delay()
        return more

    monkeypatch.setattr(running, "_one_more", with_a_jump)
    asked(committed_world.coach, "prov_rader", steps=5)
    job = Job.objects.get()
    assert jumped and (job.state, job.attempt, job.lost) == ("klart", 2, 1)
    done = AccessLog.objects.filter(action=AccessLog.Action.PRINT).values_list("what", flat=True)
    assert sorted(done) == ["Slut", *(f"Steg {n}" for n in range(5))]


@pytest.mark.parametrize("jump", [YEAR, -YEAR])
def test_what_waits_in_the_outbox_when_it_jumps_is_sent_once(base, monkeypatch, jump):
    sent = []
    monkeypatch.setattr(outbox, "send", lambda row: False)
    with transaction.atomic():
        outbox.post(carry_out, 0)
    monkeypatch.setattr(outbox, "send", lambda row: sent.append(row.key) or row.delete())
    with clock.at(clock.now() + jump):
        outbox.send_left()
        outbox.send_left()
    assert sent == [0]


def test_a_session_from_before_it_was_put_back_lasts_no_longer_than_others(world, client):
    with clock.at(clock.now() + YEAR):
        client.force_login(world.coach)
        assert client.get("/").status_code == 200
    assert client.get("/").status_code == 302


def test_a_session_begun_a_moment_ahead_goes_on(world, client):
    with clock.at(clock.now() + timedelta(minutes=5)):
        client.force_login(world.coach)
    assert client.get("/").status_code == 200


def test_wrong_tries_from_before_it_was_put_back_lock_nobody_for_longer(world, client, settings):
    wrong = {"username": "coach-farsta", "password": "fel"}
    with clock.at(clock.now() + YEAR):
        world.coach.save()
        for _ in range(settings.TRIES_BY_NAME):
            client.post("/login/", wrong)
        assert attempts.is_user_locked(world.coach)
    assert not attempts.is_user_locked(world.coach)
    assert client.post("/login/", wrong | {"password": "hemligt"}).status_code == 302


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
