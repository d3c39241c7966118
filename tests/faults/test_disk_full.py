"""A disk is full, the documents' or PostgreSQL's: the page says so, and nothing is half-done.

Here PostgreSQL is told to answer as on a full disk; test_long_disk.py has a disk that is full.
"""

import errno
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Document, Note
from jobbtorg.files import keeping
from jobbtorg.jobs.models import Message
from tests.cases.documents import kept
from tests.cases.helpers import signed_in
from tests.cases.noting import TEXT, address, posted
from tests.faults.full import answers_as_full

NO_ROOM = "Det går inte att spara just nu"


@pytest.fixture
def small_disk(settings, tmp_path):
    """A disk on which half a file has room."""
    where = {"BACKEND": "tests.faults.test_disk_full.SmallDisk", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"documents": where}
    return tmp_path


class SmallDisk(FileSystemStorage):
    """What is written is cut off in the middle, as a disk does."""

    def _save(self, name, content):
        content.seek(0)
        half = Path(self.path(name))
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content.read(5))
        raise OSError(errno.ENOSPC, "No space left on device")


def sent(world, case):
    """A document that is handed in, by a browser that is shown what a person is shown."""
    browser = Client(raise_request_exception=False)
    browser.force_login(world.coach, backend="django.contrib.auth.backends.ModelBackend")
    told = {
        "type": world.code("handlingstyp", "intyg").pk,
        "received_on": str(case.application.arrived_on),
        "upload": [SimpleUploadedFile("intyg.txt", b"Ett intyg om att arbeta halvtid.")],
    }
    return browser.post(f"{case.get_absolute_url()}handlingar/", told)


def test_the_page_says_to_wait_and_nothing_is_half_done(committed_world, small_disk):
    case = committed_world.started()
    before = case.journal.count()
    answer = sent(committed_world, case)
    assert answer.status_code == 503
    assert NO_ROOM in answer.content.decode()
    assert (Document.objects.count(), Message.objects.count()) == (0, 0)
    assert case.journal.count() == before
    assert kept() == []


def test_where_there_is_room_again_it_is_taken_in(committed_world, small_disk, monkeypatch):
    case = committed_world.started()
    sent(committed_world, case)
    monkeypatch.setattr(SmallDisk, "_save", FileSystemStorage._save)
    assert sent(committed_world, case).status_code == 302
    document = case.documents.get()
    with keeping.fetch(document.key) as content:
        assert keeping.digest(content) == (document.size, document.sha256)


def test_pages_that_need_no_room_work(committed_world, small_disk):
    case = committed_world.started()
    assert signed_in(committed_world.coach).get(case.get_absolute_url()).status_code == 200


class TestPostgresqls:
    """The row of history comes last in the act: it fails when the note itself is written."""

    FULL = ("cases_historicalnote",)

    def sent(self, world, case, **told):
        browser = Client(raise_request_exception=False)
        browser.force_login(world.coach, backend="django.contrib.auth.backends.ModelBackend")
        return browser.post(address(case), posted() | told)

    def test_the_act_fails_whole_and_the_page_says_why_with_the_text_that_was_sent(
        self, committed_world
    ):
        case = committed_world.started()
        before = case.journal.count()
        with answers_as_full(*self.FULL):
            answer = self.sent(committed_world, case, do="sign")
        page = answer.content.decode()
        assert answer.status_code == 503
        assert NO_ROOM in page and "Utrymmet är slut hos oss." in page
        assert "Det du skrev" in page and TEXT in page
        assert (Note.objects.count(), Message.objects.count()) == (0, 0)
        assert case.journal.count() == before

    def test_where_there_is_room_again_the_same_form_is_taken_once(self, committed_world):
        case = committed_world.started()
        form = posted()
        with answers_as_full(*self.FULL):
            assert self.sent(committed_world, case, **form).status_code == 503
        assert self.sent(committed_world, case, **form).status_code == 302
        assert Note.objects.get().text == TEXT

    def test_what_does_not_write_goes_on(self, committed_world):
        case = committed_world.started()
        browser = signed_in(committed_world.coach)
        with answers_as_full(*self.FULL):
            assert browser.get("/").status_code == 200
            assert browser.get(case.get_absolute_url()).status_code == 200

    def test_a_case_is_not_read_when_the_log_has_no_room(self, committed_world):
        """Nobody reads unseen, also when nothing can be written (docs/adr/0022)."""
        case = committed_world.started()
        browser = Client(raise_request_exception=False)
        browser.force_login(
            committed_world.coach, backend="django.contrib.auth.backends.ModelBackend"
        )
        with answers_as_full("audit_accesslog"):
            answer = browser.get(case.get_absolute_url())
        assert answer.status_code == 503
        assert NO_ROOM in answer.content.decode()
        assert case.person.last_name not in answer.content.decode()

    def test_a_password_is_never_shown_again(self, committed_world):
        committed_world.coach.save()
        told = {"username": "coach-farsta", "password": "en lång mening som är hemlig"}
        with answers_as_full("signin_signinevent"):
            answer = Client(raise_request_exception=False).post("/login/", told)
        assert answer.status_code == 503
        assert "hemlig" not in answer.content.decode()
