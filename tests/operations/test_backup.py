"""Backup and restore: the drill, which proves that what comes back hashes to what it did."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from jobbtorg.audit import sealing
from jobbtorg.files import keeping
from jobbtorg.operations.keeping import MANIFEST, Unfit, read_manifest, restore
from tests.cases.helpers import sql

DISK = "django.core.files.storage.FileSystemStorage"
# Every row of every table of ours, in one hash for each table; and every stored letter.
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
AND NOT relispartition ORDER BY relname"""
CHANGED_BY_THE_DRILL = {"audit_auditcheck"}  # the restored one has been checked once more


def disk(path):
    """The setting of a storage in the directory."""
    return {"BACKEND": DISK, "OPTIONS": {"location": str(path)}}


@pytest.fixture
def documents(settings, tmp_path):
    """Documents on a disk."""
    where = tmp_path / "documents"
    settings.STORAGES = settings.STORAGES | {"documents": disk(where)}
    return where


@pytest.fixture
def city(committed_world, documents):
    """A decided case with its letter, and a document."""
    committed_world.decided()
    committed_world.document(committed_world.started("200102152392"))
    return committed_world


@pytest.fixture
def kept(city, tmp_path):
    """A backup of it."""
    call_command("backup", str(tmp_path / "copy"), stdout=StringIO())
    return tmp_path / "copy"


@pytest.fixture
def empty():
    """Another database of the server, with nothing in it; gone after the test."""
    name = f"restored_{uuid4().hex[:8]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(database, documents, *arguments):
    """manage.py in another process, on another database."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}")
    environment = os.environ | {
        "DATABASE_URL": address.geturl(),
        "DOCUMENT_STORAGE": json.dumps(disk(documents)),
        "SECRET_KEY": configured.SECRET_KEY,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def hashes(names, cursor):
    """{table: how many rows, and what they hash to}."""
    found = {}
    for name in names:
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute(
            "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text)))"
            f' FROM "{name}" t'
        )
        found[name] = cursor.fetchone()
    return found


def elsewhere(database):
    """A connection to another database of the server."""
    other = connection.copy()
    other.settings_dict = connection.settings_dict | {"NAME": database}
    return other


@pytest.mark.slow
class TestTheDrill:
    def test_what_comes_back_is_what_was_kept_row_by_row_and_byte_by_byte(
        self, kept, empty, documents, tmp_path
    ):
        names = [name for (name,) in sql(TABLES) if name not in CHANGED_BY_THE_DRILL]
        with connection.cursor() as cursor:
            before = hashes(names, cursor)
        head = sealing.heads(1)[0].head
        done = manage(empty, tmp_path / "new", "restore", str(kept))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "förseglade rader och 1 filer stämmer" in done.stdout
        other = elsewhere(empty)
        with other.cursor() as cursor:
            after = hashes(names, cursor)
        other.close()
        assert after == before
        assert before["decisions_letter"][0] == 1 and before["django_migrations"][0] > 50
        told = json.loads((kept / MANIFEST).read_text())
        assert told["heads"] == [head]
        files = sorted(path for path in documents.rglob("*") if path.is_file())
        for path in files:
            assert (
                tmp_path / "new" / path.relative_to(documents)
            ).read_bytes() == path.read_bytes()
        checked = manage(empty, tmp_path / "new", "verify_audit")
        assert checked.returncode == 0 and head in checked.stdout, checked.stdout

    def test_a_row_that_was_changed_before_the_backup_is_told_of_when_it_is_read_back(
        self, city, empty, tmp_path
    ):
        for _ in range(3):
            sealing.seal()
        sql("SET session_replication_role = replica")
        sql("UPDATE decisions_ruling SET reasons = 'Något annat.'")
        sql("SET session_replication_role = origin")
        call_command("backup", str(tmp_path / "copy"), stdout=StringIO())
        done = manage(empty, tmp_path / "new", "restore", str(tmp_path / "copy"))
        assert done.returncode == 1
        assert "decisions_ruling" in done.stdout and "avvikelser" in done.stdout

    def test_the_restored_one_goes_on_working(self, kept, empty, tmp_path):
        manage(empty, tmp_path / "new", "restore", str(kept))
        for command in ("migrate", "load_base", "check_integrity"):
            done = manage(empty, tmp_path / "new", command)
            assert done.returncode == 0, done.stdout + done.stderr
        second = manage(empty, tmp_path / "new", "restore", str(kept))
        assert second.returncode and "Databasen är inte tom" in second.stderr


class TestTheBackup:
    def test_is_closed_to_others(self, kept):
        assert oct(kept.stat().st_mode)[-3:] == "700"
        for path in kept.rglob("*"):
            if path.is_file():
                assert oct(path.stat().st_mode)[-3:] == "600", path

    def test_goes_into_an_empty_directory_only(self, kept):
        with pytest.raises(CommandError, match="inte tom"):
            call_command("backup", str(kept))

    def test_that_was_cut_off_is_none(self, kept):
        (kept / MANIFEST).unlink()
        with pytest.raises(Unfit, match="ingen hel"):
            read_manifest(kept)

    @pytest.mark.parametrize("what", ["databas.dump", "handlingar"])
    def test_in_which_a_byte_is_changed_is_refused_and_named(self, kept, what):
        found = kept / what
        path = found if found.is_file() else next(p for p in found.rglob("*") if p.is_file())
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        with pytest.raises(Unfit, match=path.name):
            read_manifest(kept)

    def test_that_lacks_a_file_is_refused(self, kept):
        next(p for p in (kept / "handlingar").rglob("*") if p.is_file()).unlink()
        with pytest.raises(Unfit, match="inte hel"):
            read_manifest(kept)

    @pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 1}', "null"])
    def test_with_a_manifest_that_is_none_is_refused(self, kept, text):
        (kept / MANIFEST).write_text(text)
        with pytest.raises(Unfit, match="går inte att läsa"):
            read_manifest(kept)

    def test_that_points_outside_of_itself_is_refused(self, kept):
        told = json.loads((kept / MANIFEST).read_text())
        told["documents"][0]["path"] = "../../etc/passwd"
        (kept / MANIFEST).write_text(json.dumps(told))
        with pytest.raises(Unfit):
            read_manifest(kept)

    def test_is_not_read_over_what_is_there(self, kept):
        with pytest.raises(Unfit, match="inte tom"):
            restore(kept)

    def test_without_postgresqls_programs_says_what_to_install(self, city, tmp_path, monkeypatch):
        monkeypatch.setattr("jobbtorg.operations.keeping.shutil.which", lambda _: None)
        monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
        with pytest.raises(CommandError, match="postgresql-client"):
            call_command("backup", str(tmp_path / "copy"))
        assert keeping.storage()

    def test_holds_no_password_in_its_arguments(self, city, tmp_path, monkeypatch):
        seen = []
        monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hemligt-ord")
        run = subprocess.run

        def noted(arguments, **told):
            seen.append(arguments)
            return run(arguments, **told)

        monkeypatch.setattr("jobbtorg.operations.keeping.subprocess.run", noted)
        call_command("backup", str(tmp_path / "copy"), stdout=StringIO())
        assert seen and not any("hemligt-ord" in word for call in seen for word in call)
