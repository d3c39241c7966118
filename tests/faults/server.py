"""A PostgreSQL of the test's own, to be killed, stopped and followed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from jobbtorg.operations.keeping import program_path


class Server:
    """A cluster of the test's own, as durable as in production."""

    def __init__(self, directory: Path) -> None:
        self.data, self.run = directory / "data", directory
        self.settings: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None

    def make(self, *more: str) -> None:
        """An empty cluster with Swedish sorting."""
        flags = ["--username=jobbtorg", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        flags += ["--locale-provider=icu", "--icu-locale=sv-SE"]
        self._program("initdb", "-D", str(self.data), *flags, *more)

    def follow(self, other: "Server") -> None:
        """A copy of the other one's cluster, which follows it from here on."""
        where = ["-D", str(self.data), "-h", str(other.run), "-U", "jobbtorg"]
        self._program("pg_basebackup", "-R", "-c", "fast", *where)

    def start(self, *more: str) -> None:
        """Starts it, and waits until it answers; what is left of a killed one may take a moment.

        More settings are kept for the next start.
        """
        self.settings = [*self.settings, *more]
        where = [
            *self.settings,
            "-D",
            str(self.data),
            "-k",
            str(self.run),
            "-c",
            "listen_addresses=",
        ]
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

    def sql(self, question: str, name: str = "postgres") -> str:
        """What psql answers."""
        command = [program_path("psql"), "-X", "-At", "-h", str(self.run), "-U", "jobbtorg"]
        done = subprocess.run(
            [*command, "-d", name, "-c", question], capture_output=True, check=True, text=True
        )
        return done.stdout.strip()

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


@contextmanager
def directory_of_its_own() -> Iterator[Server]:
    """A cluster that is not made yet; ended and gone after the block."""
    directory = Path(tempfile.mkdtemp(prefix="fault-"))  # short: a socket's path has 107 bytes
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(directory, owner.pw_uid, owner.pw_gid)
    found = Server(directory)
    try:
        yield found
    finally:
        if found.process is not None:
            found.end(signal.SIGINT)
        shutil.rmtree(directory, ignore_errors=True)
