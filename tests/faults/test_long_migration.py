"""The next release is migrated while this one works: no act fails, and none is half or lost.

The writers are programs of this release, from before the migration until after it. The next
release is its settings and migrations in next_release/, as the rules of
tests/platform/test_migrations.py let them be.
"""

import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings as configured
from django.db.migrations.loader import MigrationLoader

from tests.faults.under_load import Work, all_is_whole, environment, manage
from tests.platform.migration_rules import breaches

NEXT = {"DJANGO_SETTINGS_MODULE": "tests.faults.next_release.settings"}
LOAD_SECONDS = 300  # at most: they are stopped when all has been seen
INDEX = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'of_next_release_index'::regclass"
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
def reading(server, seconds):
    """Somebody reads the cases for long, in one transaction."""
    with psycopg.connect(server.address("city")) as line:
        line.execute("LOCK TABLE cases_case IN ACCESS SHARE MODE")
        program = subprocess.Popen(
            [sys.executable, "manage.py", "migrate"], cwd=configured.BASE_DIR,
            env=environment(server) | NEXT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        time.sleep(seconds)
    yield program


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
    with reading(server, 12) as migrating_on:
        out = migrating_on.communicate(timeout=120)
    assert migrating_on.returncode == 0, out
    assert "Någon annan håller en tabell. Försöker igen." in out[1]
    work.stop()
    assert work.told("fel") == set()
    assert work.told("sida") == {"200"}
    assert int(server.sql(VIEWS, "city")) > 5
    all_is_whole(server, work.told("klart"))


def test_a_migration_killed_in_the_middle_is_carried_out_when_it_is_run_again(server, work):
    with psycopg.connect(server.address("city")) as line:
        line.execute("LOCK TABLE cases_journalentry IN SHARE UPDATE EXCLUSIVE MODE")
        program = subprocess.Popen(
            [sys.executable, "manage.py", "migrate"], cwd=configured.BASE_DIR,
            env=environment(server) | NEXT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(6)
        program.kill()
        program.wait()
    again = manage(server, "migrate", **NEXT)
    assert again.returncode == 0, again.stderr
    work.stop()
    assert work.told("fel") == set()
    assert server.sql(INDEX, "city") == "t"
    assert int(server.sql(VIEWS, "city")) > 5
    all_is_whole(server, work.told("klart"))
