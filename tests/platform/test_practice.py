"""Övningsmiljö: what says ÖVNING, and what empties such a city and no other. users.md P15."""

import subprocess
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import HttpResponse

from cases.models import Case
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AccessLog
from jobbtorg.audit.verifying import verify
from jobbtorg.calendar import ics
from jobbtorg.demo import resetting
from jobbtorg.demo.tasks import reset as task
from jobbtorg.jobs.models import Message
from jobbtorg.organisation import printout
from jobbtorg.organisation.models import Unit, User
from jobbtorg.organisation.register.tree import register_on
from jobbtorg.practice import SENTENCE, emptying, mark, middleware, progress
from jobbtorg.practice.models import Practice, Reset
from jobbtorg.spreadsheet import as_csv, as_xlsx
from tests.audit.helpers import as_application, as_owner
from tests.cases.helpers import as_if_committed, get, post, refused_by_database, sql, text_of
from tests.platform.test_hardening import in_production

URL = "/ovningsmiljo/"
CASES = 9


@pytest.fixture
def practising(settings):
    settings.DEMO = True
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"


@pytest.fixture(autouse=True)
def nothing_told_before(monkeypatch):
    """What the cache holds, for this test alone."""
    held = {}
    monkeypatch.setattr(progress, "_set", lambda key, value, seconds: held.update({key: value}))
    monkeypatch.setattr(progress, "_get", lambda key: held.get(key, 0))
    monkeypatch.setattr(resetting, "SETTLE", 0)


@pytest.fixture
def marked(world, practising):
    """A practice database in which somebody works."""
    mark.mark(CASES)
    assert world.coach
    return world


class TestTheMark:
    def test_is_given_to_a_new_database_once(self, db, practising):
        call_command("mark_practice", cases=7)
        call_command("mark_practice", cases=300)
        assert Practice.objects.get().cases == 7

    def test_is_never_given_where_somebody_has_worked(self, world, practising):
        assert world.coach
        with pytest.raises(CommandError, match="Skapa en ny databas"):
            call_command("mark_practice")
        assert not mark.is_marked()

    def test_is_never_given_where_accounts_are_gone_but_the_log_is_there(self, world):
        AccessLog.objects.create(
            user=world.coach, action=AccessLog.Action.READ, what="x", result=200
        )
        as_if_committed()
        as_owner("DELETE FROM organisation_user")
        as_owner("DELETE FROM organisation_historicaluser")
        with refused_by_database("kan inte bli en övningsmiljö"):
            Practice.objects.create(pk=1, cases=1)

    def test_is_not_given_outside_of_a_practice_installation(self, db):
        with pytest.raises(CommandError, match="DEMO=1"):
            call_command("mark_practice")

    def test_is_the_owners_to_give_and_nobodys_to_change(self, db):
        with refused_by_database("permission denied"), as_application():
            sql("INSERT INTO practice_practice (id, cases, made_at) VALUES (1, 1, now())")
        mark.mark(CASES)
        for statement in (
            "UPDATE practice_practice SET cases = 2",
            "DELETE FROM practice_practice",
        ):
            with refused_by_database("Cannot update or delete"):
                sql(statement)
        with refused_by_database("one_practice"):
            sql("INSERT INTO practice_practice (id, cases, made_at) VALUES (2, 1, now())")


class TestBothSayTheSame:
    def test_practice_on_a_real_database_does_not_start(self, world, practising):
        with pytest.raises(ImproperlyConfigured, match="ingen övningsmiljö"):
            mark.agrees()

    def test_nor_a_real_installation_on_a_practice_database(self, db, settings):
        mark.mark(CASES)
        with pytest.raises(ImproperlyConfigured, match="inte satt"):
            mark.agrees()
        settings.DEMO = True
        mark.agrees()

    def test_nobody_signs_in_by_one_click_on_a_real_database(self, world, practising, client):
        assert world.coach
        assert "coach-farsta" not in client.get("/login/").content.decode()
        assert client.post("/login/demo/", {"username": "coach-farsta"}).status_code == 404


class TestWhereAllIsReal:
    def test_there_is_no_page(self, world):
        assert get(world.chef, URL).status_code == 404
        assert post(world.chef, URL, sure="on").status_code == 404

    def test_the_post_is_refused_where_the_database_has_no_mark(self, world, practising):
        response = post(world.coach, URL, sure="on")
        assert response.status_code == 409
        assert "inte märkt som övningsmiljö" in text_of(response)
        assert 'name="sure"' not in get(world.coach, URL).content.decode()
        assert not Message.objects.filter(task=task.name).exists()

    def test_the_database_empties_nothing(self, world):
        before = User.objects.filter(pk=world.coach.pk)
        for who in (as_application, transaction.atomic):
            with refused_by_database("ingen övningsmiljö"), who():
                emptying.empty("Någon")
        assert before.exists()

    def test_the_middleware_is_not_there(self):
        with pytest.raises(MiddlewareNotUsed):
            middleware.UnderReset(lambda request: HttpResponse())


class TestThePage:
    def test_asks_whether_one_is_sure_and_posts_nothing_before(self, marked):
        response = post(marked.coach, URL)
        assert response.status_code == 422
        assert "Kryssa i att du vet" in text_of(response)
        assert not Message.objects.exists()

    def test_leaves_the_work_to_a_worker_and_says_so(
        self, marked, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks():
            assert post(marked.coach, URL, sure="on").status_code == 302
        message = Message.objects.get(task=task.name)
        assert message.key == marked.coach.pk

    def test_takes_one_at_a_time(self, marked):
        progress.asked()
        assert "beställd" in text_of(get(marked.coach, URL))
        assert post(marked.chef, URL, sure="on").status_code == 409

    def test_says_how_many_others_are_at_work(self, marked):
        assert "den senaste kvarten" not in text_of(get(marked.coach, URL))
        AccessLog.objects.create(
            user=marked.chef, action=AccessLog.Action.READ, what="Ett ärende", result=200
        )
        assert "En annan person har arbetat här" in text_of(get(marked.coach, URL))

    def test_is_one_step_from_every_page(self, marked):
        assert f'href="{URL}"' in get(marked.coach, "/").content.decode()

    def test_every_other_request_meets_how_far_it_is(self, marked, rf, monkeypatch):
        shut = middleware.UnderReset(lambda request: HttpResponse("öppet"))
        progress.tell(1, 4)
        monkeypatch.setattr(middleware, "is_being_reset", lambda: True)
        answer = shut(rf.get("/"))
        assert answer.status_code == 503 and answer["Retry-After"]
        assert "25 procent" in answer.content.decode()
        assert shut(rf.get("/drift/redo/")).content.decode() == "öppet"


@pytest.mark.slow
def test_all_is_emptied_and_the_city_comes_back(base, practising, client):
    """By the application's own role, which may TRUNCATE nothing; and twice asked is once done."""
    call_command("load_demo", cases=CASES, stdout=StringIO())
    coach = User.objects.get(username="coach-farsta")
    client.force_login(coach)
    units, old = Unit.objects.count(), set(Case.objects.values_list("pk", flat=True))
    with as_application():
        with pytest.raises(RuntimeError):
            fails(coach)
        assert set(Case.objects.values_list("pk", flat=True)) == old, "it failed: nothing is gone"
        assert progress.has_failed()
        assert resetting.reset(coach.pk)
        assert not resetting.reset(coach.pk)
    assert Case.objects.count() == CASES
    assert not old & set(Case.objects.values_list("pk", flat=True)), "an old address is nobody's"
    assert Unit.objects.count() == units and mark.is_marked()
    assert Reset.objects.get().by == str(coach)
    assert not Session.objects.exists() and not progress.has_failed()
    sealing.seal()
    assert verify(beside=False).deviating == []
    shown = client.get("/login/").content.decode()
    assert "Övningsmiljön återställdes" in shown and 'value="coach-farsta"' in shown


def fails(coach):
    """A reset that stumbles after the emptying."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resetting, "call_command", stumble)
        resetting.reset(coach.pk)


def stumble(*args):
    raise RuntimeError("mitt i")


def pages_of(pdf):
    """The text of each page, as pdftotext reads it."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True)
    return told.stdout.decode().split("\f")[:-1]


class TestWhatLeavesIt:
    """No practice paper or file can be taken for a real one."""

    def test_every_page_of_a_paper_says_so(self, world, practising):
        made = printout.pdf(register_on(date(2026, 3, 2)))
        assert pages_of(made)
        assert all("ÖVNING" in text for text in pages_of(made))

    def test_every_sheet_and_list_begins_with_it(self, practising):
        assert as_csv([["Ärende"]]).decode("utf-8-sig").splitlines() == [SENTENCE, "Ärende"]
        book = openpyxl.load_workbook(BytesIO(as_xlsx("Siffror", [["Ärende"], [1]])))
        assert [row[0] for row in book.active.values] == [SENTENCE, "Ärende", 1]

    def test_the_calendar_is_called_so(self, practising):
        assert "X-WR-CALNAME:ÖVNING Jobbtorg" in ics.written([]).decode()

    def test_no_mail_does(self):
        ask = "import django; django.setup(); from django.conf import settings as s"
        told = in_production(
            "-c", f"{ask}; print(s.EMAIL_BACKEND)", DEMO="1", EMAIL_HOST="mail.example",
            DJANGO_SETTINGS_MODULE="jobbtorg.settings",
        )  # fmt: skip
        assert told.stdout.strip() == "django.core.mail.backends.dummy.EmailBackend"

    def test_nothing_real_says_so(self, world):
        assert as_csv([["Ärende"]]).decode("utf-8-sig").splitlines() == ["Ärende"]
        paper = printout.pdf(register_on(date(2026, 3, 2)))
        assert not any("ÖVNING" in text for text in pages_of(paper))
        assert "ÖVNING" not in ics.written([]).decode()
