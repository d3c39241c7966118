"""Figures are read from a real copy that follows the database, behind or away as it may be."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as configured

from jobbtorg import replica
from tests.faults.server import Server, directory_of_its_own

READER = [sys.executable, "-m", "tests.faults.reader"]


class Reader:
    """A program that has both addresses, and answers line by line."""

    def __init__(self, server: Server, copy: Server) -> None:
        told = {"DATABASE_URL": server.address("city"), "REPLICA_URL": copy.address("city")}
        told |= {"SECRET_KEY": configured.SECRET_KEY, "DEMO": "0", "ALLOWED_HOSTS": "testserver"}
        self.process = subprocess.Popen(
            READER, cwd=configured.BASE_DIR, env=os.environ | told, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, word):
        """What it answers."""
        assert self.process.stdin and self.process.stdout
        print(word, file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def copy(base, server):
    """A streaming replica of the cluster, with the base city in both."""
    server.fill("city")
    with directory_of_its_own() as found:
        found.follow(server)
        found.start()
        yield found


@pytest.fixture
def reader(server, copy):
    found = Reader(server, copy)
    yield found
    found.process.kill()
    found.process.communicate()


def test_what_has_just_been_written_is_counted_and_by_the_copy(server, copy, reader):
    assert copy.sql("SELECT pg_is_in_recovery()") == "t"
    for n in range(1, 4):
        reader.ask("skriv")
        assert reader.ask("sida") == {"antal": n, "sedan": False}
        assert reader.ask("fil") == n
    asked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = 'city' AND pid <> pg_backend_pid() AND query LIKE '%grouped AS (%'"
    )
    assert int(copy.sql(asked)) == 1, "the figures were not asked of the copy"
    assert int(server.sql(asked)) == 0
    assert reader.ask("redo") == "ok"


def test_a_copy_that_is_behind_says_as_of_when_and_its_files_do_not_lag(server, copy, reader):
    reader.ask("skriv")
    assert reader.ask("sida")["antal"] == 1
    copy.sql("SELECT pg_wal_replay_pause()")
    time.sleep(replica.TOLD / timedelta(seconds=1) + 1)
    reader.ask("skriv")
    assert reader.ask("sida") == {"antal": 1, "sedan": True}
    assert reader.ask("fil") == 2
    assert reader.ask("redo") == "ligger efter"
    copy.sql("SELECT pg_wal_replay_resume()")
    time.sleep(1)
    assert reader.ask("sida") == {"antal": 2, "sedan": False}
    assert reader.ask("redo") == "ok"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_without_the_copy_the_database_itself_is_asked(server, copy, reader, how):
    reader.ask("skriv")
    assert reader.ask("sida")["antal"] == 1
    copy.end(how)
    reader.ask("skriv")
    assert reader.ask("sida") == {"antal": 2, "sedan": False}
    assert reader.ask("redo") == "svarar inte"
    copy.start()
    reader.ask("skriv")
    assert reader.ask("sida") == {"antal": 3, "sedan": False}
    assert reader.ask("redo") == "ok"


def test_a_copy_that_has_been_made_a_database_of_its_own_is_not_read(server, copy, reader):
    reader.ask("skriv")
    copy.sql("SELECT pg_promote()")
    reader.ask("skriv")
    assert reader.ask("sida") == {"antal": 2, "sedan": False}
    assert reader.ask("redo") == "följer inte databasen"
