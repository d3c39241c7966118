"""A release is migrated while the one before it runs: what is new obeys the rules, lock by lock.

What was there when the rules came is BASELINE; what is after it is checked. A migration that must
break a rule stands in EXCEPTIONS with the reason why nobody suffers from it.
"""

import json
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands import migrate as commands_migrate
from django.db import Error, connection, models, transaction
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from jobbtorg import migrating
from tests.cases.helpers import sql
from tests.platform.migration_rules import breaches

ROOT = Path(__file__).resolve().parents[2]
BASELINE = json.loads((Path(__file__).parent / "migrations_baseline.json").read_text())
EXCEPTIONS: dict[str, str] = {  # "app.0001_name": why it may
    "cases.0019_reminders_of_no_case": "the table came with the release before, and a night's few "
    "reminders are soon indexed",
}
COLUMNS = """
SELECT table_name || '.' || column_name, udt_name, is_nullable, column_default IS NOT NULL
    OR is_identity = 'YES' OR is_generated = 'ALWAYS'
FROM information_schema.columns JOIN pg_class c ON c.relname = table_name
    AND c.relnamespace = 'public'::regnamespace AND NOT relispartition AND relkind IN ('r', 'p')
WHERE table_schema = 'public'"""

HELD = """
SELECT relation::regclass::text FROM pg_locks WHERE relation = ANY(%s::regclass[])
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


def new_migrations(loader):
    """Those after the baseline, each with the state before it and the models that are old."""
    leaves = [tuple(leaf) for leaf in BASELINE["leaves"]]
    known = {key for leaf in leaves for key in loader.graph.forwards_plan(leaf)}
    old = set(loader.project_state(leaves).models)
    ours = {app.label for app in apps.get_app_configs() if (ROOT / app.name.split(".")[0]).is_dir()}
    for key in sorted(loader.disk_migrations):
        if key not in known and key[0] in ours:
            before = loader.project_state([key], at_end=False)
            yield loader.disk_migrations[key], before, old


def test_every_new_migration_may_be_applied_while_the_old_release_runs():
    found, excused = [], set()
    for migration, before, old in new_migrations(MigrationLoader(None)):
        told, name = (
            list(breaches(migration, before, old)),
            f"{migration.app_label}.{migration.name}",
        )
        if told and name in EXCEPTIONS:
            excused.add(name)
        else:
            found += told
    assert found == []
    assert excused == set(EXCEPTIONS), "an exception that nobody needs"
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())


def test_what_the_old_release_writes_and_reads_is_there_after_the_migrations(db):
    """By the columns of the baseline: its INSERT names no others, its SELECT no fewer."""
    now = {name: (kind, null, given) for name, kind, null, given in sql(COLUMNS)}
    was = BASELINE["columns"]
    excused = " ".join(EXCEPTIONS.values())
    gone = [name for name in was if name not in now and name not in excused]
    assert gone == []
    assert [name for name in was if name in now and now[name][0] != was[name]] == []
    tables = {name.partition(".")[0] for name in was}
    needed = [
        name
        for name, (_, null, given) in now.items()
        if name not in was and name.partition(".")[0] in tables and null == "NO" and not given
    ]
    assert needed == [], "old code gives these no value"


class Rules:
    """A small old table, and what is done to it."""

    @staticmethod
    def of(*done, atomic=True, app="cases"):
        state = ProjectState()
        fields = [
            ("id", models.BigAutoField(primary_key=True)),
            ("text", models.CharField(max_length=20, null=True)),
        ]
        state.add_model(ModelState(app, "Old", fields))
        migration = Migration("0099_new", app)
        migration.operations, migration.atomic = list(done), atomic
        return list(breaches(migration, state, {(app, "old")}))


text = models.CharField
BAD = {
    "a column removed": operations.RemoveField("old", "text"),
    "a column renamed": operations.RenameField("old", "text", "words"),
    "a table removed": operations.DeleteModel("Old"),
    "a column old code gives no value": operations.AddField(
        "old", "new", models.CharField(max_length=5, default="x")
    ),
    "a column made NOT NULL": operations.AlterField("old", "text", text(max_length=20)),
    "a column made shorter": operations.AlterField("old", "text", text(max_length=5, null=True)),
    "another type": operations.AlterField("old", "text", models.IntegerField(null=True)),
    "an index by another way": operations.AlterField(
        "old", "text", text(max_length=20, null=True, db_index=True)
    ),
    "an index that locks": operations.AddIndex("old", models.Index(fields=["text"], name="i")),
    "a unique constraint": operations.AddConstraint(
        "old", models.UniqueConstraint(fields=["text"], name="u")
    ),
    "a check of every row": operations.AddConstraint(
        "old", models.CheckConstraint(condition=models.Q(text="x"), name="c")
    ),
    "concurrently in a transaction": AddIndexConcurrently(
        "old", models.Index(fields=["text"], name="i")
    ),
    "rows moved": operations.RunPython(operations.RunPython.noop),
    "by SQL": operations.RunSQL("ALTER TABLE cases_case DROP COLUMN x"),
    "an index by SQL": operations.RunSQL("create unique index i on cases_case (x)"),
    "inside another": operations.SeparateDatabaseAndState(
        database_operations=[operations.RemoveField("old", "text")]
    ),
}
CHANGE = operations.AddField("old", "new", models.IntegerField(null=True))
CHECK = models.CheckConstraint(condition=models.Q(text="x"), name="c")
GOOD = {
    "a column that may be empty": operations.AddField("old", "new", models.IntegerField(null=True)),
    "a column with a default of the database": operations.AddField(
        "old", "new", models.IntegerField(db_default=0)
    ),
    "longer text": operations.AlterField("old", "text", text(max_length=50, null=True)),
    "a new table": operations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
    "an index of a new table": operations.AddIndex("new", models.Index(fields=["id"], name="i")),
    "a check for new rows": AddConstraintNotValid("old", CHECK),
    "that check for the old": ValidateConstraint("old", "c"),
    "a function": operations.RunSQL("CREATE OR REPLACE FUNCTION f() RETURNS int AS 'SELECT 1'"),
}


@pytest.mark.parametrize("name", BAD)
def test_is_refused(name):
    assert len(Rules.of(BAD[name])) >= 1


@pytest.mark.parametrize("name", GOOD)
def test_is_let_through(name):
    before = [] if "new table" not in name or name == "a new table" else [GOOD["a new table"]]
    before += [AddConstraintNotValid("old", CHECK)] if "old" in name else []
    assert Rules.of(*before, GOOD[name]) == []


def test_an_index_is_made_concurrently_and_alone():
    index = AddIndexConcurrently("old", models.Index(fields=["text"], name="i"))
    assert Rules.of(index, atomic=False) == []


def test_small_tables_are_soon_read_through():
    assert Rules.of(BAD["an index that locks"], app="rulebook") == []


# Of each view: its columns with types and comments, who reads it, and that it answers. Not its
# text, in which PostgreSQL writes the same condition in another way each time it is made from it.
VIEWS = """
SELECT relname, obj_description(c.oid), has_table_privilege('jobbtorg_analys', c.oid, 'SELECT'),
    reloptions, (SELECT array_agg(ROW(attname, format_type(atttypid, atttypmod),
        col_description(attrelid, attnum))::text ORDER BY attnum)
     FROM pg_attribute WHERE attrelid = c.oid),
    query_to_xml('SELECT count(*) FROM ' || c.oid::regclass, true, false, '')::text
FROM pg_class c WHERE relnamespace = to_regnamespace('analys') AND relkind = 'v' ORDER BY 1"""


@contextmanager
def held(table):
    """Somebody else holds the table, also against who reads it."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield other
    finally:
        other.rollback()
        other.close()


@pytest.fixture
def analyst(base):
    """The role that reads the views for analysis."""
    call_command("create_analysis_role", stdout=StringIO())


@pytest.fixture
def in_haste(monkeypatch):
    monkeypatch.setattr(migrating, "BUDGET", 200)
    monkeypatch.setattr(migrating, "WHOLE", 2)
    monkeypatch.setattr(migrating, "PAUSE", 0)


@pytest.mark.slow
class TestMigrateBesideOthers:
    def test_gives_up_rather_than_let_everyone_wait_and_leaves_all_as_it_was(
        self, analyst, in_haste
    ):
        before = sql(VIEWS)
        assert len(before) > 5 and all(view[2] for view in before)
        told = StringIO()
        with held("integrity_fault"), pytest.raises(CommandError, match="Kör kommandot igen"):
            call_command("migrate", "integrity", "zero", verbosity=0, stderr=told)
        assert told.getvalue().strip() == "Någon annan håller en tabell. Försöker igen."
        assert sql(VIEWS) == before
        assert sql("SELECT count(*) FROM integrity_fault") == [(0,)]
        assert sql("SHOW lock_timeout") == [("0",)]
        assert sql("SELECT 1 FROM django_migrations WHERE app = 'integrity'")

    def test_makes_the_views_anew_when_it_is_run_again(self, analyst, in_haste):
        before = sql(VIEWS)
        with held("integrity_fault"), pytest.raises(CommandError):
            call_command("migrate", "integrity", "zero", verbosity=0, stderr=StringIO())
        call_command("migrate", verbosity=0)
        assert sql(VIEWS) == before

    def test_any_other_failure_leaves_the_views_too(self, analyst, monkeypatch):
        before = sql(VIEWS)

        def breaks(*_, **__):
            raise ValueError("a migration with a fault in it")

        monkeypatch.setattr(operations.DeleteModel, "database_forwards", breaks)
        monkeypatch.setattr(operations.CreateModel, "database_backwards", breaks)
        with pytest.raises(ValueError, match="a fault in it"):
            call_command("migrate", "integrity", "zero", verbosity=0)
        assert sql(VIEWS) == before

    def test_takes_no_view_away_while_somebody_reads_one(self, analyst, in_haste):
        before = sql(VIEWS)
        with held(f"analys.{before[-1][0]}"), pytest.raises(CommandError):
            call_command("migrate", verbosity=0, stderr=StringIO())
        assert sql(VIEWS) == before

    def test_goes_on_when_the_other_lets_go(self, analyst, in_haste, monkeypatch):
        with held("integrity_fault") as other:
            monkeypatch.setattr(migrating.time, "sleep", lambda _: other.rollback())
            call_command("migrate", "integrity", "zero", verbosity=0, stderr=StringIO())
        assert sql("SELECT to_regclass('integrity_fault')") == [(None,)]
        call_command("migrate", verbosity=0)
        assert sql("SELECT count(*) FROM integrity_fault") == [(0,)]


@pytest.mark.slow
def test_a_new_table_may_be_written_in_before_all_migrations_are_done(base, monkeypatch):
    """A trigger of the new release writes there at once, in the acts of the old one."""
    may = "SELECT has_table_privilege('jobbtorg_app', 'integrity_fault', 'INSERT')"
    assert sql(may) == [(True,)]
    call_command("migrate", "integrity", "zero", verbosity=0)
    with monkeypatch.context() as patch:
        patch.setattr(commands_migrate, "emit_post_migrate_signal", lambda *_, **__: None)
        call_command("migrate", "integrity", verbosity=0)
        assert sql(may) == [(True,)]
    call_command("migrate", verbosity=0)


class TestItsTables:
    """What a migration takes before it begins."""

    def taken(self, *done):
        state = ProjectState()
        for name in ("old", "other"):
            fields = [("id", models.BigAutoField(primary_key=True))]
            state.add_model(ModelState("cases", name.title(), fields))
        migration = Migration("0099_new", "cases")
        migration.operations = list(done)
        return dict(migrating.tables_of(migration, state))

    def test_are_those_it_changes(self):
        assert self.taken(GOOD["longer text"], CHANGE) == {"cases_old": "ACCESS EXCLUSIVE"}

    def test_and_those_that_a_key_will_point_at(self):
        key = models.ForeignKey("cases.Other", models.PROTECT)
        there = {"cases_other": "SHARE ROW EXCLUSIVE"}
        new = operations.CreateModel("New", [("id", models.BigAutoField()), ("other", key)])
        assert self.taken(operations.AddField("old", "other", key)) == there | {
            "cases_old": "ACCESS EXCLUSIVE"
        }
        assert self.taken(new).items() >= there.items()

    def test_and_those_that_sql_names(self):
        told = self.taken(operations.RunSQL("CREATE TRIGGER t BEFORE INSERT ON cases_other"))
        assert told["cases_other"] == "ACCESS EXCLUSIVE"

    def test_also_inside_another(self):
        within = operations.SeparateDatabaseAndState(database_operations=[CHANGE])
        assert self.taken(within) == {"cases_old": "ACCESS EXCLUSIVE"}

    def test_but_none_that_it_reads_through_beside_others(self):
        assert self.taken(GOOD["that check for the old"]) == {}

    def test_are_had_within_less_than_what_an_act_may_wait(self, db):
        """Or PostgreSQL would end the act that waits for the first of them."""
        [(second,)] = sql("SELECT setting::int FROM pg_settings WHERE name = 'deadlock_timeout'")
        assert migrating.BUDGET < second < migrating.FIRST

    def test_are_let_go_when_one_is_not_had_and_that_one_is_waited_for_first(
        self, base, in_haste, monkeypatch
    ):
        seen = []

        def other_lets_go(_):
            seen.append(sql(HELD, ["cases_note"]))
            other.rollback()

        monkeypatch.setattr(migrating.time, "sleep", other_lets_go)
        tables = dict.fromkeys(("cases_note", "integrity_fault"), "ACCESS EXCLUSIVE")
        with held("integrity_fault") as other, transaction.atomic():
            migrating.take(connection, tables, lambda: None)
            had = sql(HELD + " AND mode = 'AccessExclusiveLock'", list(tables))
        assert seen == [[]]
        assert sorted(name for (name,) in had) == sorted(tables)


class TestAnIndexMadeBesideOthers:
    index = models.Index(fields=["text"], name="old_text")

    def migration(self, *done, atomic=False):
        found = Migration("0099_new", "cases")
        found.operations, found.atomic = list(done), atomic
        return found

    def test_waits_as_long_as_it_takes_since_nobody_waits_behind_it(self):
        made = AddIndexConcurrently("old", self.index)
        assert migrating.patience_for(self.migration(made)) == 0

    def test_and_nothing_else_does(self):
        made, column = AddIndexConcurrently("old", self.index), GOOD["longer text"]
        for other in (
            self.migration(made, column),
            self.migration(column),
            self.migration(column, atomic=True),
        ):
            assert migrating.patience_for(other) == migrating.BUDGET

    def test_is_made_anew_where_one_that_died_left_it_half_made(self, base):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE old AS SELECT 'x' AS text FROM generate_series(1, 2)")
            try:
                with pytest.raises(Error):
                    cursor.execute("CREATE UNIQUE INDEX CONCURRENTLY old_text ON old (text)")
                assert sql("SELECT to_regclass('old_text')") != [(None,)]
                migrating.prepare(cursor, self.migration(AddIndexConcurrently("old", self.index)))
                assert sql("SELECT to_regclass('old_text')") == [(None,)]
            finally:
                cursor.execute("DROP TABLE old; RESET lock_timeout")

    def test_also_where_postgresql_made_it_whole_after_migrate_had_died(self, base):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE old (text text); CREATE INDEX old_text ON old (text)")
            try:
                migrating.prepare(cursor, self.migration(AddIndexConcurrently("old", self.index)))
                assert sql("SELECT to_regclass('old_text')") == [(None,)]
            finally:
                cursor.execute("DROP TABLE old; RESET lock_timeout")
