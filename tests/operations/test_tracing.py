"""A request's number: given back, in each line of the log, and with the work that it starts."""

import json
import logging

import pytest
from django.conf import settings as configured
from django.test import Client

from jobbtorg import celery, request_id
from jobbtorg.redaction import JsonLines
from jobbtorg.tracing import number_of
from tests.cases.helpers import signed_in
from tests.world import TP1


def line(message, *values, **extra):
    """The record as the log has it, read again."""
    record = logging.LogRecord("jobbtorg.prov", 30, "x", 1, message, values, None)
    vars(record).update(extra)
    return json.loads(JsonLines().format(record))


class TestTheNumber:
    def test_of_a_proxy_is_given_back(self, db):
        answer = Client().get("/login/", headers={"X-Request-ID": "proxy-1234.abc"})
        assert answer["X-Request-ID"] == "proxy-1234.abc"

    @pytest.mark.parametrize(
        "told",
        [
            "",
            "kort",
            "a" * 65,
            "två ord här",
            "rad\\nrad-123",
            "<script>alert",
            TP1,
            f"x-{TP1}",
            "-" * 9,
        ],
    )
    def test_that_is_not_well_formed_or_could_be_a_persons_is_made_anew(self, told):
        made = number_of(told)
        assert made != told and len(made) == 32

    def test_is_another_for_each_request(self, db):
        numbers = {Client().get("/login/")["X-Request-ID"] for _ in range(3)}
        assert len(numbers) == 3

    def test_stands_on_the_page_that_says_what_went_wrong(self, db, monkeypatch):
        def broken(*_):
            raise RuntimeError

        monkeypatch.setattr("jobbtorg.operations.views.parts.answers", broken)
        answer = Client(raise_request_exception=False).get("/drift/redo/")
        assert answer.status_code == 500
        assert answer["X-Request-ID"] in answer.content.decode()

    def test_is_over_with_the_request(self, db):
        Client().get("/login/")
        assert request_id.current() == ""


class TestTheLog:
    def test_is_one_line_of_json_with_the_number(self):
        with request_id.done_for("abcdefgh1"):
            told = line("Hej %s", "där")
        assert told["message"] == "Hej där" and told["request"] == "abcdefgh1"
        assert (told["level"], told["logger"]) == ("WARNING", "jobbtorg.prov")

    def test_holds_no_person_whatever_was_said(self):
        told = json.dumps(line(f"Fel för {TP1}\nDETAIL:  Key (x)=(Tilda)\n tilda@example.se"))
        assert TP1 not in told and "Tilda" not in told and "tilda@" not in told

    def test_a_traceback_goes_through_the_same_net(self):
        try:
            raise ValueError(f"personnummer {TP1}")
        except ValueError as error:
            told = line("Fel", exc_info=(type(error), error, error.__traceback__))
        assert "ValueError" in told["traceback"] and TP1 not in told["traceback"]

    def test_a_page_leaves_the_name_of_its_address_and_nothing_of_whose(self, world, caplog):
        case = world.started()
        caplog.set_level(logging.INFO, "jobbtorg.requests")
        signed_in(world.coach).get(case.get_absolute_url())
        (record,) = [r for r in caplog.records if r.name == "jobbtorg.requests"]
        told = json.loads(JsonLines().format(record))
        assert (told["address"], told["method"], told["status"]) == ("case", "GET", 200)
        assert told["ms"] >= 0
        text = json.dumps(told, ensure_ascii=False)
        for hidden in (case.slug, case.number, case.person.last_name, world.coach.username):
            assert hidden not in text

    def test_djangos_own_lines_name_the_address_too_and_have_the_number(self, world, caplog):
        case = world.started()
        answer = signed_in(world.coach_city).get(case.get_absolute_url())
        (record,) = [r for r in caplog.records if r.name == "django.request"]
        told = json.loads(JsonLines().format(record))
        assert (told["message"], told["request"]) == ("Not Found: case", answer["X-Request-ID"])
        assert case.slug not in json.dumps(told)

    def test_is_written_so_by_every_process(self):
        assert configured.LOGGING["formatters"]["line"]["()"] == "jobbtorg.redaction.JsonLines"
        handler = logging.StreamHandler()
        logger = logging.Logger("prov")
        logger.addHandler(handler)
        celery.as_json_lines(logger)
        assert isinstance(handler.formatter, JsonLines)


class TestTheQueue:
    def test_gets_the_number_with_the_message(self):
        headers = {}
        with request_id.done_for("abcdefgh1"):
            celery.sent_along(headers=headers)
        assert headers == {"request_id": "abcdefgh1"}

    def test_and_the_task_is_done_for_it(self):
        seen = []
        app = celery.app

        @app.task(name="prov.nummer")
        def told():
            seen.append(request_id.current())

        told.request_stack.push(type("Request", (), {"request_id": "abcdefgh1"})())
        try:
            celery.begun(task_id="1", task=told)
            told.run()
            celery.ended(task_id="1", task=told, state="SUCCESS")
        finally:
            told.request_stack.pop()
            app.tasks.unregister("prov.nummer")
        assert seen == ["abcdefgh1"] and request_id.current() == ""

    def test_a_task_that_nobody_asked_for_has_a_number_of_its_own(self, db):
        from jobbtorg.jobs.tasks import show_life

        show_life.delay("celery")
        assert request_id.current() == ""
