"""PostgreSQL's disk is full under load, for its tables or for its log: a real disk, a small one."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.server import Server, directory_of_its_own
from tests.faults.under_load import Work, all_is_whole

LOAD_SECONDS = 300  # at most: they are stopped when all has been seen
ROOM = 256  # MB: the city has some 60, the rest is filled up


class Disk:
    """A disk of its own in the machine's memory, which is filled up and emptied again."""

    def __init__(self, place: Path) -> None:
        self.place, self.ballast = place, place / "ballast"

    def fill(self) -> None:
        """Until not a byte more has room; files that are there already may still be written in."""
        with self.ballast.open("wb", buffering=0) as file:
            for size in (2**20, 2**12):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def empty(self) -> None:
        """There is room again."""
        self.ballast.unlink()


@contextmanager
def small_disk(owner: str) -> Iterator[Disk]:
    """Mounted, and gone after the block; who may not mount is told so."""
    place = Path(tempfile.mkdtemp(prefix="fault-"))
    told = f"size={ROOM}m,mode=700,uid={pwd.getpwnam(owner).pw_uid}"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", told, "tmpfs", str(place)], capture_output=True, check=False
    )
    try:
        if mounted.returncode:
            pytest.skip(
                "needs root and leave to mount: tests/faults/test_disk_full.py has the rest"
            )
        yield Disk(place)
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def disk():
    with small_disk("postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name) as it:
        yield it


@pytest.fixture
def tables_there(base, disk):
    """Tables on the small disk, the log on the large one."""
    with directory_of_its_own() as server:
        server.make()
        server.start()
        server.sql(f"CREATE TABLESPACE small LOCATION '{disk.place}'")
        server.sql("ALTER DATABASE template1 SET TABLESPACE small")
        server.fill("city")
        yield server


@pytest.fixture
def log_there(base, disk):
    """The log on the small disk, in small pieces that are soon full."""
    with directory_of_its_own() as server:
        server.make("--waldir", str(disk.place / "wal"), "--wal-segsize=1")
        server.start("-c", "max_wal_size=32MB", "-c", "min_wal_size=2MB")
        server.fill("city")
        yield server


def worked_while_full(server: Server, disk: Disk) -> Work:
    """Work goes on; the disk is full for a while, and then it is not."""
    work = Work(server, LOAD_SECONDS)
    try:
        work.until("klart", 6)
        disk.fill()
        work.until("fel", 2)
        time.sleep(5)
        before = work.count("klart")
        disk.empty()
        server.start()  # where it has stopped itself
        work.until("klart", before + 4)
        work.stop()
    finally:
        work.stop()
    return work


def test_a_full_disk_of_tables_stops_acts_whole_and_all_goes_on_when_there_is_room(
    tables_there, disk
):
    work = worked_while_full(tables_there, disk)
    assert work.told("fel") == {"OperationalError"}
    assert work.told("sida") <= {"200", "503"}
    all_is_whole(tables_there, work.told("klart"))


def test_a_full_disk_of_the_log_stops_the_server_and_loses_nothing(log_there, disk):
    work = worked_while_full(log_there, disk)
    assert work.told("sida") <= {"200", "503"}
    all_is_whole(log_there, work.told("klart"))
