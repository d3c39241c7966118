"""The views for Power BI: pseudonyms alone, and a role that sees them and nothing else."""

import os
import re
from datetime import date, timedelta

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

from cases.districts import follow_up
from cases.models import Case, Outcome, Person, Status
from decisions import executing
from decisions.models import Decision, Ruling
from followup.analysis import schema
from followup.analysis.dictionary import dictionary
from followup.analysis.management.commands.analysis_dictionary import in_markdown
from followup.analysis.models import Salt
from jobbtorg import clock
from jobbtorg.organisation.models import Unit
from jobbtorg.rulebook.models import Code
from tests.appeals.helpers import appealed
from tests.cases.helpers import get, refused_by_database, sql, text_of
from tests.world import test_number as number_of

NAMES = [view.name for view in schema.VIEWS]
PSEUDONYM = re.compile("[0-9a-f]{32}")


def rows_of(name):
    """The view's rows, as {column: value}."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM analys.{name}")
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def filled(world):
    """A city with something in every view, and a protected person of each kind of row."""
    today = clock.today()
    world.empower()
    world.contact("ja")
    case = world.started(number_of(date(2001, 5, 5)))
    follow_up(world.signposted(case), "ja", today, "", by=world.coach)
    decision = world.decided(number_of(date(1999, 3, 3), woman=False))
    executing.note_execution(decision.granted, today, by=world.coach)
    appealed(world, world.decided(number_of(date(1997, 4, 4)), may="avslag"), today)
    ended = world.planned(number_of(date(1998, 3, 2)))
    world.follow_up(ended)
    world.close(ended)
    world.proposed(number_of(date(1996, 1, 1)), protection="sekretessmarkering")
    return decision


class TestWhatTheyHold:
    def test_a_row_per_case_with_group_and_week_in_place_of_birth_date_and_day(self, world):
        decision = filled(world)
        case = decision.application.case
        men = [row for row in rows_of("arenden") if row["kon"] == "man"]
        (row,) = men
        assert row["enhet"] == str(case.unit)
        assert (row["status"], row["ansokningar"]) == (Case.objects.get(pk=case.pk).status, 1)
        assert row["aldersgrupp"] in {"25–29", "30 eller äldre"}
        assert row["malgrupp"] == case.application.target_group.label
        arrived = case.application.arrived_on
        assert row["forsta_ansokan_vecka"] == arrived - timedelta(days=arrived.weekday())

    def test_the_views_are_tied_by_their_pseudonyms(self, world):
        filled(world)
        cases = {row["arende"] for row in rows_of("arenden")}
        decisions = {row["beslut"] for row in rows_of("beslut")}
        for name in set(NAMES) - {"arenden", "rad_och_stod"}:
            found = rows_of(name)
            assert found, name
            assert {row["arende"] for row in found} <= cases
        assert {row["beslut"] for row in rows_of("utfall")} == decisions
        assert len(cases) == Case.objects.filter(person__protection="").count()

    def test_protected_persons_are_in_none(self, world):
        assert world.chef  # who is named on the case must be there when it is registered
        case = world.decided(protection="skyddad_folkbokforing").application.case
        assert case.person.is_protected
        for name in NAMES:
            assert rows_of(name) == [], name

    def test_each_group_of_age(self, world):
        today = clock.today()
        for years in (17, 22, 27, 40):
            world.registered(number_of(today.replace(year=today.year - years, day=1)))
        found = {row["aldersgrupp"] for row in rows_of("arenden")}
        assert found == {"under 19", "19–24", "25–29", "30 eller äldre"}

    def test_all_dates_are_mondays(self, world):
        filled(world)
        days = [
            value
            for name in NAMES
            for row in rows_of(name)
            for value in row.values()
            if isinstance(value, date)
        ]
        assert len(days) > 10
        assert {day.weekday() for day in days} == {0}


class TestWhatTheyDoNotHold:
    def test_no_number_name_or_text_of_anyone(self, world):
        filled(world)
        hidden = set()
        for model in apps.get_models():
            if model._meta.app_label in ("cases", "decisions", "appeals", "followup"):
                hidden |= texts_of(model)
        for person in Person.objects.all():
            hidden |= {person.personnummer, person.formatted, person.personnummer[2:]}
            hidden |= {person.first_name, person.last_name, str(person.birth_date)}
        hidden |= set(Case.objects.values_list("number", flat=True))
        hidden |= set(Decision.objects.values_list("number", flat=True))
        told = {str(value) for name in NAMES for row in rows_of(name) for value in row.values()}
        hidden -= choices_of("cases", "decisions", "appeals", "followup", "rulebook")
        assert len(hidden) > 30
        assert told & hidden == set()
        for number in Person.objects.values_list("personnummer", flat=True):
            assert not any(number in value or number[2:] in value for value in told)

    def test_every_text_is_a_pseudonym_or_a_word_that_is_known(self, world):
        filled(world)
        known = {*Unit.objects.values_list("name", flat=True)}
        known |= {*Code.objects.values_list("label", flat=True)}
        known |= choices_of("cases", "decisions", "appeals", "followup", "rulebook")
        known |= {"uppgift saknas", "under 19", "19–24", "25–29", "30 eller äldre", "delegat"}
        known |= {"nämnden", "ingen ansökan", "ansökan", "väntar", "ville inte ansöka"}
        for name in NAMES:
            for row in rows_of(name):
                for column, value in row.items():
                    if isinstance(value, str) and not PSEUDONYM.fullmatch(value):
                        assert value in known, f"{name}.{column}: {value}"

    def test_a_pseudonym_is_the_same_each_time_and_tells_nothing(self, world):
        case = world.registered()
        (row,) = rows_of("arenden")
        assert rows_of("arenden") == [row]
        (guessed,) = sql(
            "SELECT left(encode(sha256(convert_to('arende:' || %s, 'UTF8')), 'hex'), 32)",
            str(case.pk),
        )[0]
        assert row["arende"] != guessed
        assert row["arende"] != row["person"]

    def test_with_another_secret_all_pseudonyms_are_others(self, world):
        world.registered()
        (before,) = rows_of("arenden")
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE analysis_salt DISABLE TRIGGER USER")
            cursor.execute("UPDATE analysis_salt SET secret = %s", [b"annat" * 8])
            cursor.execute("ALTER TABLE analysis_salt ENABLE TRIGGER USER")
        (after,) = rows_of("arenden")
        assert before["arende"] != after["arende"]

    def test_the_secret_is_one_and_is_never_changed(self, db):
        assert len(bytes(Salt.objects.get().secret)) == 32
        with refused_by_database("Cannot update"):
            sql("UPDATE analysis_salt SET secret = secret")
        with refused_by_database("one_salt"):
            sql("INSERT INTO analysis_salt (id, secret, made_at) VALUES (2, 'a', now())")

    def test_the_rows_come_in_the_order_of_the_pseudonyms_not_of_the_cases(self, world):
        for years in range(8):
            world.registered(number_of(date(1990 + years, 1, 2)))
        found = [row["arende"] for row in rows_of("arenden")]
        assert found == sorted(found)


def texts_of(model):
    """What the model holds that no list of ours has made up."""
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField)) and not field.choices
    ]
    rows = model._default_manager.values_list(*fields) if fields else ()
    return {value for row in rows for value in row if isinstance(value, str) and len(value) > 2}


def choices_of(*labels):
    """Every value that a column of choices may have."""
    columns = [
        field for label in labels for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields if field.choices
    ]  # fmt: skip
    return {str(value) for field in columns for value, _ in field.flatchoices}


class TestTheRole:
    @pytest.fixture
    def analyst(self, committed_world):
        """A connection of someone in the role, to the database of the test."""
        call_command("create_analysis_role", verbosity=0)
        user = f"analytiker_{os.getpid()}"
        sql(f"CREATE ROLE {user} LOGIN IN ROLE {schema.ROLE}")
        told = connection.get_connection_params()
        where = {name: told[name] for name in ("dbname", "host") if name in told}
        try:
            with psycopg.connect(**where, user=user, autocommit=True) as analyst:
                yield analyst
        finally:
            sql(f"DROP ROLE {user}")

    def test_is_not_made_twice(self, analyst):
        call_command("create_analysis_role", verbosity=0)

    def test_reads_every_view(self, committed_world, analyst):
        committed_world.registered()
        for name in NAMES:
            assert analyst.execute(f"SELECT * FROM analys.{name}").fetchall() is not None
        assert len(analyst.execute("SELECT * FROM analys.arenden").fetchall()) == 1

    def test_reads_no_table_of_ours_the_secret_least_of_all(self, analyst):
        tables = connection.introspection.django_table_names(only_existing=True)
        assert "analysis_salt" in tables
        assert len(tables) > 80
        for table in tables:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                analyst.execute(f'SELECT * FROM "{table}" LIMIT 1')

    def test_changes_and_makes_nothing(self, analyst):
        for statement in (
            "UPDATE analys.arenden SET status = 'x'",
            "DELETE FROM analys.arenden",
            "CREATE TABLE analys.egen (a int)",
            "CREATE TABLE public.egen (a int)",
            "CREATE VIEW analys.egen AS SELECT 1",
            "SET ROLE jobbtorg",
        ):
            with pytest.raises(psycopg.Error):
                analyst.execute(statement)

    def test_may_run_no_function_of_ours_that_answers(self, analyst):
        """Triggers' functions answer nobody, and those of extensions tell of no rows."""
        asked = """
            SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND d.objid IS NULL
            AND p.prorettype <> 'trigger'::regtype AND (p.prosecdef OR n.nspname = 'analys')
            AND has_function_privilege(p.oid, 'EXECUTE')
        """
        assert analyst.execute(asked).fetchall() == []

    def test_learns_nothing_by_the_catalogue(self, analyst):
        secret = bytes(Salt.objects.get().secret).hex()
        for view in ("pg_views", "pg_stats", "pg_stat_activity", "pg_stats_ext"):
            assert secret not in str(analyst.execute(f"SELECT * FROM {view}").fetchall())
        ours = "SELECT count(*) FROM pg_stats WHERE schemaname = 'public'"
        assert analyst.execute(ours).fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            analyst.execute("SELECT pg_read_file('pg_hba.conf')")

    def test_sees_no_hidden_row_through_a_function_of_its_own_condition(self, analyst):
        asked = "SELECT reloptions FROM pg_class WHERE relnamespace = 'analys'::regnamespace"
        options = [row[0] for row in analyst.execute(f"{asked} AND relkind = 'v'").fetchall()]
        assert len(options) == len(NAMES)
        assert all("security_barrier=true" in one for one in options)

    def test_reads_the_views_also_after_the_next_migration(self, committed_world, analyst):
        schema.before_migrating()
        schema.after_migrating()
        assert analyst.execute("SELECT count(*) FROM analys.arenden").fetchone() == (0,)


class TestTheDictionary:
    def test_describes_every_view_and_column(self, db):
        found = dictionary()
        assert [view.name for view in found] == NAMES
        for view in found:
            assert view.told
            assert all(told and kind for _, kind, told in view.columns), view.name

    def test_stands_in_the_docs_as_it_is(self, db):
        with open(settings.BASE_DIR / "docs/analysis.md", encoding="utf-8") as file:
            assert in_markdown() in file.read(), "run manage.py analysis_dictionary"

    def test_is_a_page(self, world):
        world.registered()
        page = text_of(get(world.granskare, "/statistik/ordbok/"))
        for name in NAMES:
            assert f"analys.{name}" in page

    def test_says_what_the_statuses_and_outcomes_may_be(self, world):
        filled(world)
        assert {row["status"] for row in rows_of("arenden")} <= set(Status.values)
        outcomes = {*Outcome.values, *Ruling.Formal.values}
        assert {row["utfall"] for row in rows_of("utfall")} <= outcomes
