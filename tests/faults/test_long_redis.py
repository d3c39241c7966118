"""Redis is killed beside a worker and a web that run, stays away a while, and comes back empty."""

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

AWAY = 20  # seconds: long enough for what tries anew to have tried more than once


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
def environment(base, server, redis):
    """Of the product's programs."""
    server.fill("city")
    told = {name: value for name, value in os.environ.items() if name != "CELERY_BROKER_URL"}
    return told | {
        "REDIS_URL": f"unix://{redis.socket}",
        "DATABASE_URL": server.address("city"),
        "SECRET_KEY": configured.SECRET_KEY,
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


def test_the_worker_finds_its_way_back_and_nothing_is_lost(environment, redis, worker):
    with asking(environment) as product:
        product("liv")
        until(lambda: product("rader"))
        before = product("rader")
        redis.end()
        begun = time.monotonic()
        assert product("skicka") == 1
        assert product("liv") == "borta"
        assert time.monotonic() - begun < 10, "nobody waits for what is away"
        assert product("redo")["redis"] == "svarar inte"
        time.sleep(AWAY)
        assert worker.poll() is None, "the worker has given up"
        redis.start()
        assert product("igen") == [1, 0]
        product("liv")
        until(lambda: product("rader") > before)
        assert product("ko") == {"celery": 0, "arbeten": 0}
