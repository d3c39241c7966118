"""PostgreSQL is killed under load by kill -9, or stopped: what was answered for is there, whole."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import connection

from jobbtorg.operations.keeping import program_path

LOAD_SECONDS = 30
WRITERS = 2
LOAD = [sys.executable, "-m", "tests.faults.load"]


class Server:
    """A cluster of the test's own, as durable as in production."""

    def __init__(self, directory: Path) -> None:
        self.data, self.run = directory / "data", directory
        self.process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """An empty cluster with Swedish sorting."""
        flags = ["--username=jobbtorg", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        flags += ["--locale-provider=icu", "--icu-locale=sv-SE"]
        self._program("initdb", "-D", str(self.data), *flags)

    def start(self) -> None:
        """Starts it, and waits until it answers; what is left of a killed one may take a moment."""
        where = ["-D", str(self.data), "-k", str(self.run), "-c", "listen_addresses="]
        command = [*as_postgres(), program_path("postgres"), *where]
        for _ in range(300):
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen(command, cwd="/", stderr=subprocess.DEVNULL)
            time.sleep(0.2)
            asked = [program_path("pg_isready"), "-q", "-h", str(self.run)]
            if subprocess.run(asked, check=False).returncode == 0:
                return
        raise AssertionError("PostgreSQL did not start")

    def end(self, how: signal.Signals) -> None:
        """Ends the postmaster; its children go with it."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(60)
        self.process = None

    def fill(self, name: str) -> None:
        """The tests' base database, copied here."""
        there = connection.get_connection_params()
        command = [program_path("pg_dump"), "-Fc", "-h", there["host"], "-U", there["user"]]
        dumped = subprocess.run([*command, there["dbname"]], capture_output=True, check=True)
        self._client("createdb", name)
        flags = ["--no-owner", "--no-privileges", "--exit-on-error"]
        self._client("pg_restore", *flags, "-d", name, told=dumped.stdout)

    def address(self, name: str) -> str:
        """What DATABASE_URL says."""
        return f"postgresql://jobbtorg@/{name}?host={quote(str(self.run))}"

    def _client(self, program: str, *arguments: str, told: bytes = b"") -> None:
        where = ["-h", str(self.run), "-U", "jobbtorg"]
        subprocess.run([program_path(program), *where, *arguments], input=told, check=True)

    def _program(self, program: str, *arguments: str) -> None:
        command = [*as_postgres(), program_path(program), *arguments]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)


def as_postgres() -> list[str]:
    """PostgreSQL does not run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] * (
        os.geteuid() == 0
    )


@pytest.fixture
def server():
    """The cluster, with the base city in it; gone after the test."""
    directory = Path(tempfile.mkdtemp(prefix="fault-"))  # short: a socket's path has 107 bytes
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(directory, owner.pw_uid, owner.pw_gid)
    found = Server(directory)
    try:
        found.make()
        found.start()
        yield found
    finally:
        if found.process is not None:
            found.end(signal.SIGINT)
        shutil.rmtree(directory, ignore_errors=True)


def environment(server: Server) -> dict[str, str]:
    """Of a program on that server."""
    told = {"DATABASE_URL": server.address("city"), "SECRET_KEY": configured.SECRET_KEY}
    told |= {"DEMO": "0", "RATE_PAGE": "0", "ALLOWED_HOSTS": "testserver"}
    return os.environ | told


def writers(server: Server) -> list[subprocess.Popen[str]]:
    """Several at once, each with persons of its own."""
    return [
        subprocess.Popen(
            [*LOAD, str(n), str(LOAD_SECONDS)], cwd=configured.BASE_DIR,
            env=environment(server), stdout=subprocess.PIPE, text=True,
        )
        for n in range(WRITERS)
    ]  # fmt: skip


def under_way(server: Server) -> None:
    """Waits until some cases are written."""
    asked = [program_path("psql"), "-X", "-At", "-h", str(server.run), "-U", "jobbtorg", "city"]
    for _ in range(900):
        count = subprocess.run(
            [*asked, "-c", "SELECT count(*) FROM cases_case"], capture_output=True, check=True
        )
        if int(count.stdout) >= 6:
            return
        time.sleep(0.1)
    raise AssertionError("nothing was written")


def manage(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """manage.py on that server."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=configured.BASE_DIR,
        env=environment(server), capture_output=True, text=True, check=False,
    )  # fmt: skip


ASK = """
import django; django.setup()
from cases.models import Case, Note
from django.db.models import Count
for case in Case.objects.annotate(n=Count("applications")):
    whole = case.n == 1 and case.journal.exists() and case.history.exists()
    print(case.number, "hel" if whole else "halv")
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_what_was_answered_for_is_there_and_whole(base, server, how):
    server.fill("city")
    subprocess.run([*LOAD, "0", "0"], cwd=configured.BASE_DIR, env=environment(server), check=True)
    running = writers(server)
    under_way(server)
    server.end(how)
    time.sleep(3)
    server.start()
    lines = [
        line.split() for one in running for line in one.communicate(timeout=300)[0].splitlines()
    ]
    done = {" ".join(line[1:]) for line in lines if line[0] == "klart"}
    assert any(line[0] == "fel" for line in lines), "nobody met the fault"
    assert {line[1] for line in lines if line[0] == "sida"} == {"200", "503"}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=configured.BASE_DIR, capture_output=True, text=True,
        env=environment(server) | {"DJANGO_SETTINGS_MODULE": "jobbtorg.settings"}, check=True,
    )  # fmt: skip
    there = dict(line.rsplit(" ", 1) for line in asked.stdout.splitlines())
    assert len(done) > 3 and done <= set(there)
    assert set(there.values()) == {"hel"}
    numbers = sorted(int(number[-4:]) for number in there)
    assert numbers == list(range(1, len(numbers) + 1)), "a number is missing, or given twice"
    checked = manage(server, "verify_audit")
    assert checked.returncode == 0, checked.stdout
