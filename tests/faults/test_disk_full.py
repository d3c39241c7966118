"""The disk of the documents is full: the page says so, and nothing is half-done."""

import errno
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Document
from jobbtorg.files import keeping
from jobbtorg.jobs.models import Message
from tests.cases.documents import kept
from tests.cases.helpers import signed_in


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
    assert "svarar inte just nu" in answer.content.decode()
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
