"""Redis is killed beside a worker and a web that run, stays away a while, and comes back empty."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings as configured

from tests.faults.product import asking, until

AWAY = 60  # seconds
SOON = 10  # seconds: nobody waits for what is away, also not on a busy machine
DISK = "django.core.files.storage.FileSystemStorage"


class Redis:
    """A server of the test's own, on a socket, that keeps nothing."""

    def __init__(self, directory: Path) -> None:
        self.socket = directory / "redis.sock"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        told = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--daemonize", "no"]
        self.process = subprocess.Popen(["redis-server", *told], stdout=subprocess.DEVNULL)
        ping = ["redis-cli", "-s", str(self.socket), "ping"]
        until(lambda: subprocess.run(ping, capture_output=True, check=False).returncode == 0)

    def end(self) -> None:
        """By kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def redis():
    directory = Path(tempfile.mkdtemp(prefix="fault-"))  # short: a socket's path has 107 bytes
    found = Redis(directory)
    found.start()
    yield found
    found.end()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def environment(base, server, redis, tmp_path):
    """Of the product's programs."""
    server.fill("city")
    told = {name: value for name, value in os.environ.items() if name != "CELERY_BROKER_URL"}
    return told | {
        "REDIS_URL": f"unix://{redis.socket}",
        "DATABASE_URL": server.address("city"),
        "SECRET_KEY": configured.SECRET_KEY,
        "ALLOWED_HOSTS": "testserver",
        "DOCUMENT_SCANNER": "jobbtorg.files.scanners.EicarOnly",
        "DOCUMENT_STORAGE": json.dumps({"BACKEND": DISK, "OPTIONS": {"location": str(tmp_path)}}),
    }


@pytest.fixture
def worker(environment, tmp_path):
    command = [sys.executable, "-m", "celery", "-A", "jobbtorg.celery:app", "worker"]
    with (tmp_path / "worker.log").open("wb") as log:
        program = subprocess.Popen(
            [*command, "-P", "solo", "-l", "warning"], cwd=configured.BASE_DIR, env=environment,
            stdout=log, stderr=log,
        )  # fmt: skip
    yield program
    program.kill()
    program.wait()


def test_what_is_done_while_it_is_away_a_minute_is_neither_lost_nor_done_twice(
    environment, redis, worker
):
    with asking(environment) as product:
        product("liv")
        until(lambda: product("rader"))
        before = product("rader")
        redis.end()
        done, until_when = [], time.monotonic() + AWAY
        assert product("skicka") == 1
        assert product("liv") == "borta"
        assert product("redo")["redis"] == "svarar inte"
        while time.monotonic() < until_when:
            done.append(product("handling"))
        assert {tuple(told) for told, _ in done} == {(302, 200, 200, 200)}
        assert max(longest for _, longest in done) < SOON, "somebody waited for what is away"
        assert product("avsökta") == [0] * len(done), "what was scanned, if not by the worker?"
        assert worker.poll() is None, "the worker has given up"
        redis.start()
        assert product("igen") == [1 + len(done), 0]
        until(lambda: product("avsökta") == [1] * len(done))
        product("liv")
        until(lambda: product("rader") > before)
        assert product("ko") == {"celery": 0, "arbeten": 0}
        assert product("igen")[1] == 0
        assert product("avsök") == "SUCCESS"
        assert product("avsökta") == [1] * len(done)
