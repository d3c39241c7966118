"""The next release is migrated while this one works: no act fails, and none is half or lost.

The writers are programs of this release, from before the migration until after it. The next
release is its settings and migrations in next_release/, as the rules of
tests/platform/test_migrations.py let them be.
"""

import signal
import subprocess
import sys
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings as configured
from django.db.migrations.loader import MigrationLoader

from tests.faults.product import until
from tests.faults.under_load import Work, all_is_whole, environment, manage
from tests.platform.migration_rules import breaches

NEXT = {"DJANGO_SETTINGS_MODULE": "tests.faults.next_release.settings"}
LOAD_SECONDS = 300  # at most: they are stopped when all has been seen
INDEX = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'of_next_release_index'::regclass"
INDEX_WAITS = """
SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'
AND query LIKE 'CREATE INDEX CONCURRENTLY%'"""
AGAIN = "Någon annan håller en tabell. Försöker igen."
VIEWS = "SELECT count(*) FROM pg_views WHERE schemaname = 'analys'"
NEW = "SELECT count(*) FROM cases_note WHERE of_next_release = 'skriven'"


@pytest.fixture
def work(base, server):
    server.fill("city")
    assert manage(server, "migrate").returncode == 0  # the application's functions and the views
    found = Work(server, LOAD_SECONDS)
    try:
        found.until("klart", 4)
        yield found
    finally:
        found.stop()


@contextmanager
def migrating(server):
    """migrate of the next release, beside."""
    program = subprocess.Popen(
        [sys.executable, "manage.py", "migrate"], cwd=configured.BASE_DIR,
        env=environment(server) | NEXT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    yield program
    program.kill()
    program.communicate()


def test_the_next_release_keeps_the_rules(settings):
    settings.MIGRATION_MODULES = {"cases": "tests.faults.next_release.cases"}
    loader = MigrationLoader(None)
    coming = [key for key in sorted(loader.disk_migrations) if key[1].startswith("9")]
    assert len(coming) == 4
    for key in coming:
        before = loader.project_state([key], at_end=False)
        old = {name for name in before.models if "ofnextrelease" not in name}
        assert list(breaches(loader.disk_migrations[key], before, old)) == []


def test_nobody_notices_a_migration(server, work):
    migrated = manage(server, "migrate", **NEXT)
    assert migrated.returncode == 0, migrated.stderr
    before = work.count("klart")
    work.until("klart", before + 4)
    assert work.programs[0].poll() is None, "the writers were done before the migration"
    work.stop()
    assert work.told("fel") == set()
    assert work.told("sida") == {"200"}
    assert int(server.sql(NEW, "city")) >= 4, "nothing was written after the migration"
    assert server.sql(INDEX, "city") == "t"
    assert int(server.sql(VIEWS, "city")) > 5
    all_is_whole(server, work.told("klart"))


def test_a_migration_that_must_wait_lets_the_acts_go_first(server, work):
    with (
        psycopg.connect(server.address("city")) as somebody_who_reads_for_long,
        migrating(server) as program,
    ):
        somebody_who_reads_for_long.execute("LOCK TABLE cases_case IN ACCESS SHARE MODE")
        assert program.stderr
        assert any(AGAIN in line for line in program.stderr), "it never had to wait"
        before = work.count("klart")
        work.until("klart", before + 4)
        assert program.poll() is None
        somebody_who_reads_for_long.rollback()
        said = program.communicate(timeout=120)
        assert program.returncode == 0, said
    work.stop()
    assert work.told("fel") == set()
    assert work.told("sida") == {"200"}
    assert int(server.sql(VIEWS, "city")) > 5
    all_is_whole(server, work.told("klart"))


def test_a_migration_killed_in_the_middle_is_carried_out_when_it_is_run_again(server, work):
    assert manage(server, "migrate", "cases", "9003", **NEXT).returncode == 0
    with psycopg.connect(server.address("city")) as line, migrating(server) as program:
        line.execute("LOCK TABLE cases_journalentry IN SHARE UPDATE EXCLUSIVE MODE")
        until(lambda: server.sql(INDEX_WAITS, "city") == "1")
        program.send_signal(signal.SIGKILL)
        program.wait()
    again = manage(server, "migrate", **NEXT)
    assert again.returncode == 0, again.stderr
    work.stop()
    assert work.told("fel") == set()
    assert server.sql(INDEX, "city") == "t"
    assert int(server.sql(VIEWS, "city")) > 5
    all_is_whole(server, work.told("klart"))
