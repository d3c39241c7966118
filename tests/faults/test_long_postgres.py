"""PostgreSQL is killed under load by kill -9, or stopped: what was answered for is there, whole."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings as configured

from jobbtorg.operations.keeping import program_path
from tests.faults.server import Server

LOAD_SECONDS = 30
WRITERS = 2
LOAD = [sys.executable, "-m", "tests.faults.load"]


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
