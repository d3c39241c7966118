"""Health, readiness and measures: each part is really asked, and nobody is named."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from jobbtorg import clock
from jobbtorg.files import keeping
from jobbtorg.jobs.models import Heartbeat, Message
from jobbtorg.jobs.tasks import show_life
from jobbtorg.operations import parts
from tests.audit.helpers import as_application, as_owner
from tests.cases.helpers import get, in_days, signed_in
from tests.world import TP1

READY, ALIVE, MEASURES = "/drift/redo/", "/drift/lever/", "/drift/matt/"
NOWHERE = "unix:///nowhere/redis.sock"


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    """What an earlier test was answered is not this one's."""
    monkeypatch.setattr(parts, "_answers", (float("-inf"), {}))
    monkeypatch.setattr(parts, "_migrated", False)


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = "hemlig"
    return {"Authorization": "Bearer hemlig"}


def ready():
    """The status, and what each part says."""
    answer = Client().get(READY)
    return answer.status_code, answer.json()["delar"]


def measures(headers):
    """{name with labels: number}."""
    text = Client().get(MEASURES, headers=headers).content.decode()
    rows = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(number) for name, _, number in rows}


class TestReadiness:
    def test_where_all_answer(self, db):
        show_life("celery")
        assert ready() == (200, {part.name: "ok" for part in parts.PARTS})

    def test_also_as_the_application_signs_in(self, db):
        show_life("celery")
        with as_application():
            assert ready()[0] == 200

    def test_a_migration_that_is_not_applied(self, db):
        as_owner(
            "DELETE FROM django_migrations WHERE id ="
            " (SELECT max(id) FROM django_migrations WHERE app = 'jobs')"
        )
        status, said = ready()
        assert (status, said["migreringar"]) == (503, "migreringar återstår")

    def test_a_database_that_takes_nothing(self, db):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        assert ready()[1]["databas"] == "går bara att läsa"

    def test_a_storage_that_takes_nothing(self, db, monkeypatch):
        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(keeping.storage(), "save", full)
        status, said = ready()
        assert (status, said["dokument"]) == (503, "svarar inte")

    def test_what_is_written_to_ask_is_taken_away(self, db):
        ready()
        assert [
            k for k in keeping.keys_before(clock.now() + timedelta(days=1)) if "drift" in k
        ] == []

    def test_without_redis_people_are_still_sent_here(self, db, settings):
        settings.REDIS_URL = NOWHERE
        status, said = ready()
        assert (status, said["redis"]) == (200, "svarar inte")

    def test_a_worker_that_has_shown_no_life_lately(self, db):
        assert ready()[1]["arbetare"] == "inget livstecken"
        show_life("celery")
        with in_days(1):
            parts._answers = (float("-inf"), {})
            assert ready()[1]["arbetare"] == "inget livstecken"

    def test_a_storm_of_questions_reaches_the_parts_once(self, db, monkeypatch):
        ready()
        monkeypatch.setattr(parts, "PARTS", ())
        assert ready()[0] == 200 and ready()[1]["databas"] == "ok"

    def test_the_database_away_is_503_and_names_no_host(self, db, monkeypatch, caplog):
        def away(*_):
            raise ConnectionError("host hemlig.example")

        monkeypatch.setattr(parts, "PARTS", (parts.Part("databas", away, needed=True),))
        answer = Client().get(READY)
        assert answer.status_code == 503
        assert "hemlig" not in answer.content.decode() + caplog.text

    def test_that_the_process_lives_asks_nothing(self, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert Client().get(ALIVE).json() == {"lever": True}

    @pytest.mark.parametrize("url", [READY, ALIVE])
    def test_is_asked_without_https_and_only_read(self, db, settings, url):
        settings.SECURE_SSL_REDIRECT = True
        assert Client().get(url).status_code == 200
        assert Client().post(url).status_code == 405


class TestMeasures:
    @pytest.mark.parametrize("told", ["", "Bearer ", "Bearer fel", "hemlig2", "Bearer hémlig"])
    def test_are_not_there_without_the_token(self, db, token, told):
        assert Client().get(MEASURES, headers={"Authorization": told}).status_code == 404

    def test_are_not_there_where_no_token_is_set(self, world, settings):
        settings.METRICS_TOKEN = ""
        assert get(world.delegationsadmin, MEASURES).status_code == 404
        assert Client().get(MEASURES, headers={"Authorization": "Bearer "}).status_code == 404

    def test_tell_of_deadlines_missed_queues_and_parts(self, world, token):
        case = world.started()
        Message.objects.create(task="x", key=1, written_at=clock.now() - timedelta(minutes=9))
        Heartbeat.objects.create(queue="celery", at=clock.now())
        with in_days((case.due_on - clock.today()).days + 1):
            told = measures(token)
        assert told['jobbtorg_deadlines_missed{what="utreds"}'] == 1
        assert told['jobbtorg_deadlines_missed{what="vantar_pa_beslut"}'] == 0
        assert told['jobbtorg_waiting{what="outbox"}'] == 1
        assert told['jobbtorg_waiting_oldest_seconds{what="outbox"}'] > 500
        assert told['jobbtorg_part_up{part="databas"}'] == 1
        assert told['jobbtorg_queue_messages{queue="celery"}'] >= 0

    def test_tell_how_long_answers_took_by_the_name_of_the_address(self, world, token):
        case = world.started()
        signed_in(world.coach).get(case.get_absolute_url())
        name = 'jobbtorg_request_seconds_count{address="case",method="GET",status="200"}'
        assert measures(token)[name] >= 1

    def test_name_no_case_and_no_person(self, world, token):
        case = world.started()
        signed_in(world.coach).get(case.get_absolute_url())
        text = Client().get(MEASURES, headers=token).content.decode()
        for hidden in (case.number, case.slug, case.person.last_name, TP1, world.coach.username):
            assert hidden not in text

    def test_an_address_that_is_not_ours_makes_no_new_row(self, db, token):
        for n in range(3):
            Client().get(f"/finns-inte/{n}/")
        rows = [name for name in measures(token) if 'status="404"' in name and "_count" in name]
        assert all("finns-inte" not in name for name in rows)

    def test_what_is_away_is_left_out_and_the_rest_told(self, db, token, settings):
        settings.REDIS_URL = NOWHERE
        told = measures(token)
        assert told['jobbtorg_part_up{part="redis"}'] == 0
        assert not any("queue_messages{" in name for name in told)
        assert 'jobbtorg_waiting{what="outbox"}' in told


def test_readiness_is_json(db):
    assert json.loads(Client().get(READY).content)["redo"] is True
