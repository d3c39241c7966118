"""The application's role owns nothing: what PostgreSQL refuses it. Script 9.6, step 7."""

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from jobbtorg.audit import grants, months
from jobbtorg.audit.models import AccessLog
from jobbtorg.audit.tables import followed_models, is_frozen, log_tables
from jobbtorg.history import Audited
from tests.audit.helpers import as_application
from tests.cases.helpers import sql
from tests.test_history import EXEMPT, column, tables, whole_city

DENIED = ("permission denied", "must be owner", "must be superuser")


def answer(statement):
    """What PostgreSQL says to the application's role; nothing of it stays."""
    try:
        with transaction.atomic(), as_application():
            sql(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return "done"


def is_denied(statement):
    return any(word in answer(statement) for word in DENIED)


def of_law():
    """Every table of law and organisation, and every history."""
    histories = [model.history.model for model in followed_models()]
    return [model for model in tables() if model not in EXEMPT] + histories


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE {table}",
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER USER",
        "ALTER TABLE {table} ADD COLUMN x int",
        "DROP TABLE {table} CASCADE",
        "DELETE FROM {table}",
        "CREATE TRIGGER x BEFORE INSERT ON {table}"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE x AS ON INSERT TO {table} DO INSTEAD NOTHING",
    ],
)
def test_no_table_of_law_is_emptied_dropped_deleted_from_or_changed(db, statement):
    names = [model._meta.db_table for model in of_law()] + log_tables()
    assert [name for name in names if not is_denied(statement.format(table=f'"{name}"'))] == []
    assert len(names) > 100


def test_no_row_that_is_written_once_has_a_column_that_is_updated(db):
    for model in (model for model in of_law() if is_frozen(model)):
        table = model._meta.db_table
        assert is_denied(f'UPDATE {table} SET "{column(model).column}" = NULL'), table


@pytest.mark.parametrize("table", ["audit_accesslog", "decisions_decision", "cases_journalentry"])
def test_the_log_the_decision_and_the_journal_are_denied_by_permission(db, table):
    assert "permission denied" in answer(f"DELETE FROM {table}")
    assert "permission denied" in answer(f"UPDATE {table} SET {text_of(table)} = 'x'")


def text_of(table):
    return {"audit_accesslog": "what", "decisions_decision": "dnr"}.get(table, "text")


def test_what_is_locked_by_its_key_is_not_changed_by_it(db):
    for label in grants.LOCKED:
        model = apps.get_model(label)
        assert grants.rights_to(model) == 'SELECT, INSERT, UPDATE ("id")'
        assert is_frozen(model)
        assert is_denied(f'DELETE FROM "{model._meta.db_table}"')


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "CREATE TABLE own (x int)",
        "CREATE TEMPORARY TABLE cases_historicalcase (x int)",
        "CREATE SCHEMA own",
        "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION public._pgtrigger_should_ignore(name) RENAME TO x",
        "SELECT * FROM analysis_salt",
        "COPY audit_accesslog TO PROGRAM 'cat'",
    ],
)
def test_no_way_round_the_triggers_is_open(db, statement):
    assert is_denied(statement), answer(statement)


def test_the_setting_that_pgtrigger_obeys_is_answered_with_no(world):
    case = world.registered()
    names = sql("SELECT tgname FROM pg_trigger WHERE tgrelid = 'cases_case'::regclass")
    every = "{" + ",".join(name for (name,) in names) + "}"
    sql("SELECT set_config('pgtrigger.ignore', %s, true)", every)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        sql("DELETE FROM cases_case WHERE id = %s", case.pk)


def test_the_role_owns_nothing(db):
    owned = sql(
        "SELECT oid::regclass::text FROM pg_class WHERE relowner = %s::regrole"
        " UNION ALL SELECT oid::regprocedure::text FROM pg_proc WHERE proowner = %s::regrole",
        months.ROLE,
        months.ROLE,
    )
    assert owned == []
    ((superior,),) = sql(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication"
        " FROM pg_roles WHERE rolname = %s",
        months.ROLE,
    )
    assert not superior


def test_signed_in_as_the_role_there_is_no_way_to_another(db):
    there = connection.get_connection_params() | {"user": months.ROLE}
    there = {name: there[name] for name in ("dbname", "user", "host", "port") if name in there}
    with psycopg.connect(**there) as own, own.cursor() as cursor:
        for statement in (
            "SET ROLE jobbtorg",
            "SET SESSION AUTHORIZATION jobbtorg",
            "SET ROLE pg_write_all_data",
            "SET session_replication_role = replica",
            "DELETE FROM audit_accesslog",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                cursor.execute(statement)
            own.rollback()


def test_what_has_no_history_and_is_not_exempt_for_a_reason_is_only_read(db):
    """Django's own groups and rights, and the tables between: the product writes none of them."""
    ours = {*tables(), *(model.history.model for model in followed_models())}
    written = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model not in ours and "INSERT" in grants.rights_to(model)
    }
    assert written == {"sessions.Session"}
    assert is_denied("UPDATE organisation_user_groups SET group_id = 1")
    assert is_denied("INSERT INTO organisation_user_user_permissions DEFAULT VALUES")


def test_deleted_are_only_those_that_have_a_reason(db):
    deletable = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if "DELETE" in grants.rights_to(model)
    }
    assert deletable == set(grants.DELETED)
    assert not any(issubclass(apps.get_model(label), Audited) for label in deletable)


@pytest.fixture
def application(committed_world):
    """Everything that follows is done as the application's role."""
    sql(f"SET ROLE {months.ROLE}")
    yield
    sql("RESET ROLE")


def test_every_act_of_a_whole_city_is_done_as_the_role(application, committed_world):
    whole_city.__wrapped__(committed_world)
    ((who,),) = sql("SELECT current_user")
    assert who == months.ROLE
    assert AccessLog.objects.exists()
