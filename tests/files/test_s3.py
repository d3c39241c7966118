"""Documents in object storage: the same bytes, the same sentences, and a storage that may be away.

The storage is a server of the test's own, on this machine, that speaks S3.
"""

import errno
import json
import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO, StringIO
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.files import File
from django.core.management import call_command
from django.db import connection
from django.test import Client
from moto.server import ThreadedMotoServer

from cases.models import Document
from cases.scanning import deviation, verify
from jobbtorg import clock
from jobbtorg.files import keeping
from jobbtorg.files.s3 import Bucket
from jobbtorg.operations import parts
from tests.cases.documents import kept, send, url
from tests.cases.helpers import signed_in

BACKEND = "jobbtorg.files.s3.Bucket"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def server():
    found = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    found.start()
    host, port = found.get_host_and_port()
    yield f"http://{host}:{port}"
    found.stop()


def bucket_of(server, **more):
    """The storage's options, with a new bucket behind them."""
    told = {"bucket": f"handlingar-{uuid4().hex}", "endpoint": server, "region": "eu-north-1"}
    told |= {"access_key": "prov", "secret_key": "prov"} | more
    made = Bucket(**told)
    where = {"LocationConstraint": "eu-north-1"}
    made.client.create_bucket(Bucket=told["bucket"], CreateBucketConfiguration=where)
    return told


@pytest.fixture
def options(server, settings):
    """The documents of this test lie in a bucket."""
    told = bucket_of(server)
    use(settings, told)
    return told


def use(settings, told):
    settings.STORAGES = settings.STORAGES | {"documents": {"BACKEND": BACKEND, "OPTIONS": told}}


def put(content):
    """The content, kept as an act keeps it."""
    return keeping.writes_files(lambda: keeping.keep(BytesIO(content)))()


class TestBytes:
    @pytest.mark.parametrize("content", [b"", b"Ett intyg.", os.urandom(6_000_000)])
    def test_come_back_as_they_were(self, options, content):
        row = put(content)
        with keeping.fetch(row.key) as found:
            assert keeping.digest(found) == (row.size, row.sha256)
            found.seek(-min(4, len(content)), 2)
            assert found.read() == content[-4:]
        assert keeping.storage().size(row.key) == len(content)

    def test_that_are_missing_are_missing_as_on_a_disk(self, options):
        with pytest.raises(FileNotFoundError):
            keeping.fetch("00/finns-inte")
        assert not keeping.storage().exists("00/finns-inte")
        keeping.remove("00/finns-inte")

    def test_of_an_act_that_failed_are_taken_away(self, options):
        def act():
            keeping.keep(BytesIO(b"x"))
            raise ValueError

        with pytest.raises(ValueError):
            keeping.writes_files(act)()
        assert kept() == []

    def test_are_listed_by_when_they_came(self, options):
        row = put(b"x")
        assert list(keeping.keys_before(clock.now() - timedelta(hours=1))) == []
        assert list(keeping.keys_before(clock.now() + timedelta(hours=1))) == [row.key]
        assert keeping.storage().listdir("") == ([row.key[:2]], [])
        assert keeping.storage().listdir(row.key[:2]) == ([], [row.key[3:]])

    def test_are_not_written_over(self, options):
        row = put(b"x")
        other = keeping.storage().save(row.key, File(BytesIO(b"y")))
        assert other != row.key
        assert keeping.fetch(row.key).read() == b"x"

    def test_are_encrypted_by_the_storage_where_the_setting_says_so(self, server, settings):
        told = bucket_of(server, encryption="AES256")
        use(settings, told)
        row = put(b"x")
        found = Bucket(**told).client.head_object(Bucket=told["bucket"], Key=row.key)
        assert found["ServerSideEncryption"] == "AES256"


@pytest.fixture
def away(options, settings):
    """The storage answers no more."""
    use(settings, options | {"endpoint": NOWHERE})


def test_a_document_that_comes_in_is_shown_again(options, committed_world, settings):
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    case, kind = committed_world.started(), committed_world.code("handlingstyp", "intyg")
    told = {"type": kind.pk}
    answer = send(committed_world.coach, case, ("intyg.txt", b"Ett intyg."), **told)
    assert answer.status_code == 302
    document = case.documents.get()
    shown = signed_in(committed_world.coach).get(document.get_absolute_url())
    assert b"".join(shown) == b"Ett intyg."
    assert kept() == [document.key]
    assert verify().deviating == []


def test_bytes_that_have_changed_or_gone_are_found_by_the_night_and_the_page_says_so(
    options, committed_world
):
    case = committed_world.started()
    document = committed_world.document(case)
    Bucket(**options).client.put_object(
        Bucket=options["bucket"], Key=document.key, Body=b"n\xe5got annat"
    )
    assert deviation(document) == "ändrad"
    keeping.remove(document.key)
    assert deviation(document) == "saknas"
    shown = signed_in(committed_world.coach).get(document.get_absolute_url())
    assert shown.status_code == 409
    assert "går inte att läsa" in shown.content.decode()


class TestAStorageThatIsAway:
    def test_is_another_fault_than_a_file_that_is_missing(self, away):
        with pytest.raises(OSError) as found:
            keeping.fetch("00/x")
        assert found.value.errno == errno.EHOSTUNREACH
        assert not isinstance(found.value, FileNotFoundError)

    def test_takes_nothing_in_and_the_page_says_to_wait(self, away, committed_world):
        case, kind = committed_world.started(), committed_world.code("handlingstyp", "intyg")
        browser = Client(raise_request_exception=False)
        browser.force_login(committed_world.coach)
        told = {"type": kind.pk, "received_on": clock.today()}
        told["upload"] = File(BytesIO(b"Ett intyg."), "intyg.txt")
        answer = browser.post(url(case), told)
        assert answer.status_code == 503
        assert "svarar inte just nu" in answer.content.decode()
        assert not Document.objects.exists()

    def test_has_lost_nothing_in_the_eyes_of_the_night(self, options, committed_world, settings):
        document = committed_world.document(committed_world.started())
        use(settings, options | {"endpoint": NOWHERE})
        assert deviation(document) == "gick inte att läsa"

    def test_is_told_of_by_readiness(self, away):
        assert parts._asked(parts.Part("dokument", parts.storage, needed=True)) == parts.AWAY

    def test_that_refuses_us_is_away_too_and_no_key_is_told(self, options, settings):
        use(settings, options | {"bucket": "en-annans"})
        with pytest.raises(OSError, match="NoSuchBucket") as found:
            put(b"x")
        assert options["secret_key"] not in str(found.value)


def test_readiness_writes_reads_and_takes_away(options):
    parts.storage()
    assert kept() == []


@pytest.mark.slow
def test_a_backup_holds_the_objects_and_is_read_back_to_another_bucket(
    options, server, committed_world, tmp_path
):
    document = committed_world.document(committed_world.started())
    copy, other, name = tmp_path / "copy", bucket_of(server), f"restored_{uuid4().hex[:8]}"
    call_command("backup", str(copy), stdout=StringIO())
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
        environment = os.environ | {
            "DATABASE_URL": address.geturl(),
            "DOCUMENT_STORAGE": json.dumps({"BACKEND": BACKEND, "OPTIONS": other}),
            "SECRET_KEY": configured.SECRET_KEY,
        }
        done = subprocess.run(
            [sys.executable, "manage.py", "restore", str(copy)],
            cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 filer stämmer" in done.stdout
    restored = Bucket(**other)
    with restored.open(document.key, "rb") as found:
        assert keeping.digest(found) == (document.size, document.sha256)
