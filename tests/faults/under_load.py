"""Several who work at once on a server of the test's own, and what is to be true afterwards."""

import os
import subprocess
import sys
import threading
import time

from django.conf import settings as configured

from tests.faults.server import Server

WRITERS = 2
LOAD = [sys.executable, "-m", "tests.faults.load"]
ASK = """
import django; django.setup()
from cases.models import Case, Note
from django.db.models import Count
for case in Case.objects.annotate(n=Count("applications")):
    whole = case.n == 1 and case.journal.exists() and case.history.exists()
    print(case.number, "hel" if whole else "halv")
"""


def environment(server: Server) -> dict[str, str]:
    """Of a program on that server."""
    told = {"DATABASE_URL": server.address("city"), "SECRET_KEY": configured.SECRET_KEY}
    told |= {"DEMO": "0", "RATE_PAGE": "0", "ALLOWED_HOSTS": "testserver"}
    return os.environ | told | {"DJANGO_SETTINGS_MODULE": "jobbtorg.settings"}


def run(server: Server, *command: str, **told: str) -> subprocess.CompletedProcess[str]:
    """A program on that server, to its end."""
    return subprocess.run(
        [sys.executable, *command], cwd=configured.BASE_DIR, env=environment(server) | told,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def manage(server: Server, *arguments: str, **told: str) -> subprocess.CompletedProcess[str]:
    """manage.py on that server."""
    return run(server, "manage.py", *arguments, **told)


class Work:
    """Writers, each with persons of its own; `lines` are what they tell, in the order it comes."""

    def __init__(self, server: Server, seconds: int) -> None:
        self.server, self.lines = server, list[list[str]]()
        employed = run(server, *LOAD[1:], "0", "0")
        assert employed.returncode == 0, employed.stderr
        self.programs = [
            subprocess.Popen(
                [*LOAD, str(n), str(seconds)], cwd=configured.BASE_DIR,
                env=environment(server), stdout=subprocess.PIPE, text=True,
            )
            for n in range(WRITERS)
        ]  # fmt: skip
        self.readers = [threading.Thread(target=self._read, args=[one]) for one in self.programs]
        for reader in self.readers:
            reader.start()

    def _read(self, program: "subprocess.Popen[str]") -> None:
        assert program.stdout
        for line in program.stdout:
            self.lines.append(line.split())

    def told(self, word: str) -> set[str]:
        """What has been told with that word."""
        return {" ".join(line[1:]) for line in list(self.lines) if line[0] == word}

    def count(self, word: str) -> int:
        """How often it has been told."""
        return sum(line[0] == word for line in list(self.lines))

    def until(self, word: str, count: int, patience: int = 120) -> None:
        """Waits until that has been told so often."""
        for _ in range(patience * 10):
            if self.count(word) >= count:
                return
            time.sleep(0.1)
        raise AssertionError(f"{word} was told {self.count(word)} times, not {count}")

    def end(self) -> None:
        """Waits until all have done their seconds."""
        for program, reader in zip(self.programs, self.readers, strict=True):
            program.wait(300)
            reader.join(60)

    def stop(self) -> None:
        """Whatever happens, none is left."""
        for program in self.programs:
            program.kill()
        self.end()


def all_is_whole(server: Server, done: set[str]) -> None:
    """What was answered for is there and no case is half; no number is lost, the chain is whole."""
    asked = run(server, "-c", ASK)
    there = dict(line.rsplit(" ", 1) for line in asked.stdout.splitlines())
    assert len(done) > 3 and done <= set(there), asked.stderr
    assert set(there.values()) == {"hel"}
    numbers = sorted(int(number[-4:]) for number in there)
    assert numbers == list(range(1, len(numbers) + 1)), "a number is missing, or given twice"
    checked = manage(server, "verify_audit")
    assert checked.returncode == 0, checked.stdout
