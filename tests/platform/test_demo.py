"""script/demo for real: up, answering, stopped without an orphan, and up again with its data."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.platform import walk
from tests.platform.test_scripts import OURS, SCRIPT

UP = "Jobbtorg är i gång"
PARTS = ["gunicorn", "worker", "beat", "redis-server", "postgres"]
PATIENCE = 600
CASES = 24  # fewer than a visitor meets, each by the same acts


@pytest.fixture
def var() -> Iterator[Path]:
    """Outside tmp_path, which is closed to the user that PostgreSQL runs as."""
    directory = Path(tempfile.mkdtemp(prefix="jobbtorg-")).resolve()
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def processes_of(var: Path) -> list[str]:
    """The command lines of all that belongs to this var/: by its environment or its place."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            theirs = f"JOBBTORG_VAR={var}\0".encode() in (process / "environ").read_bytes()
            if theirs or (process / "cwd").readlink().is_relative_to(var):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
    return found


@contextmanager
def demo(var: Path, port: int, stop: signal.Signals) -> Iterator[str]:
    """Runs script/demo until it is up, yields what it printed, and stops it by the signal."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    process = subprocess.Popen(
        # a suite that runs in the background has SIGINT ignored, and bash can then not trap it
        ["env", "--default-signal=INT", SCRIPT / "demo"],
        env=environment | {"JOBBTORG_VAR": str(var), "PORT": str(port), "DEMO_CASES": str(CASES)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    impatience = threading.Timer(PATIENCE, process.terminate)
    impatience.start()
    try:
        printed = ""
        while UP not in printed and (line := process.stdout.readline()):
            printed += line
        assert UP in printed, printed
        yield printed
    finally:
        impatience.cancel()
        process.send_signal(stop)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + stop, rest


def database(var: Path) -> psycopg.Connection:
    return psycopg.connect(host=str(var / "run"), user="jobbtorg", dbname="jobbtorg")


def assert_page_answers(port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=30) as page:
        assert page.status == 200
        assert "ÖVNING" in page.read().decode()


@pytest.mark.slow
def test_demo_starts_is_walked_through_stops_and_keeps_its_data(var: Path, chromium: Browser):
    port = free_port()
    with demo(var, port, signal.SIGINT) as printed:
        assert f"http://127.0.0.1:{port}/" in printed
        assert_page_answers(port)
        walk.as_coach(chromium, f"http://127.0.0.1:{port}")
        walk.as_chef(chromium, f"http://127.0.0.1:{port}")
        running = processes_of(var)
        assert [part for part in PARTS if not any(part in line for line in running)] == []
        with database(var) as connection:
            connection.execute("CREATE TABLE kept AS SELECT count(*) AS cases FROM cases_case")
        key = (var / "secret_key").read_text()
        assert (var / "secret_key").stat().st_mode & 0o077 == 0
    assert processes_of(var) == []

    with demo(var, port, signal.SIGTERM):
        assert_page_answers(port)
        with database(var) as connection:
            kept = connection.execute("SELECT cases, (SELECT count(*) FROM cases_case) FROM kept")
            before, after = kept.fetchone() or (0, 0)
        assert before == after >= CASES
        assert (var / "secret_key").read_text() == key
    assert processes_of(var) == []
