"""What the application's role may do in PostgreSQL: what the product does, and nothing more.

It owns nothing, so it cannot change a table, drop or empty it, or switch a trigger off. Made anew
after each migration, which the owner's role runs (docs/adr/0023).
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.operations import CreateModel

from jobbtorg.audit import months
from jobbtorg.audit.months import ROLE
from jobbtorg.audit.tables import SECRET, is_frozen, log_tables
from jobbtorg.practice import emptying

# What the product takes away again, and why that is right.
DELETED = {
    "sessions.Session": "a sign-in that has ended",
    "cases.Draft": "not yet anything; its writer's alone",
    "cases.LetterPreview": "what someone looked at before the letter was sent",
    "jobs.Message": "what a worker has been told; the row that it is about remains",
    "cases.Standing": "where a case stands; worked out from the rows of law, and gone with it",
    "cases.UnappliedContact": "that somebody may yet apply; told by the rows of law",
    "decisions.WaitingLetter": "that a letter waits; what it waits for are rows of law",
    "decisions.UnreportedDecision": "that a decision is in no list yet; the lists are rows of law",
    "followup.FigureFact": "counted ahead from the rows of law; made anew when they change",
    "followup.FigureStale": "what is to be counted anew; gone when it has been",
    "cases.CaseUserObjectPermission": "who is named: each change has a line in the journal",
}
# Frozen rows that an act locks, so that two cannot do it at once. PostgreSQL lets only who may
# update a column lock a row: the key and no more, and the trigger refuses the update all the same.
LOCKED = {
    "cases.AdviceContact", "cases.Document", "cases.Opening", "cases.Paper", "decisions.Decision",
    "decisions.ReportList", "followup.Deviation", "review.LogReview",
}  # fmt: skip
READ = {"auth", "contenttypes", "guardian", "practice"}  # apps that only the owner writes to

# What pgtrigger asks before each trigger: its own answer obeys a setting that anyone may set.
NEVER_IGNORED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE AS 'SELECT FALSE'"""


def after_migrating(**_: Any) -> None:
    """No trigger is ignored, the log has its months, and the role may what the product does."""
    with transaction.atomic():
        _run(NEVER_IGNORED)
        if apps.get_app_config("audit").models_module and _is_there("audit_accesslog"):
            _run(months.FUNCTION, months.PARTED)
            months.make()
        if _is_there("practice_practice"):
            _run(emptying.FUNCTION)
        if role_exists():
            _run(*granted())


def after_each(*, migration: Migration, **_: Any) -> None:
    """A table that is new has its rights before anyone sees it, since a trigger may write there.

    An act of the release before would else be refused until all migrations are done.
    """
    new = [one.name for one in migration.operations if isinstance(one, CreateModel)]
    if not new or not role_exists():
        return
    ours = {model.__name__: model for model in _models(migration.app_label)}
    _run(*(line for name in new if name in ours for line in _rights(ours[name])))


def _models(app: str) -> Iterator[Any]:
    """Those of this release; one that a later migration takes away is not among them."""
    return (model for model in apps.get_models() if model._meta.app_label == app)


def role_exists() -> bool:
    """Whether the database server knows the role."""
    return _asked("SELECT count(*) > 0 FROM pg_roles WHERE rolname = %s", ROLE)


def granted() -> Iterator[str]:
    """Every right of the role, after taking away whatever it had."""
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ROLE}, PUBLIC"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {ROLE}"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    # A temporary table would go before ours of the same name, also inside a trigger.
    yield f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {ROLE}"
    yield f"GRANT EXECUTE ON FUNCTION audit_make_months(date, date) TO {ROLE}"
    yield "REVOKE EXECUTE ON FUNCTION audit_make_months(date, date) FROM PUBLIC"
    yield from (line.format(role=ROLE) for line in emptying.GRANTS)
    yield f"GRANT SELECT ON django_migrations TO {ROLE}"
    for model in apps.get_models(include_auto_created=True):
        yield from _rights(model)
    for name in log_tables():
        yield f'GRANT SELECT ON "{name}" TO {ROLE}'


def _rights(model: Any) -> Iterator[str]:
    rights = rights_to(model)
    if rights and _is_there(model._meta.db_table):
        yield f'GRANT {rights} ON "{model._meta.db_table}" TO {ROLE}'


def rights_to(model: Any) -> str:
    """What the role may do with the model's table; nothing with a proxy's, which is another's."""
    label = model._meta.label
    if model._meta.proxy or not model._meta.managed or label in SECRET:
        return ""
    if model._meta.app_label in READ or model._meta.auto_created:
        return "SELECT"  # groups and rights of Django's own: appointments say what a user may
    if is_frozen(model):
        key = model._meta.pk.column
        return "SELECT, INSERT" + (f', UPDATE ("{key}")' if label in LOCKED else "")
    return "SELECT, INSERT, UPDATE" + (", DELETE" if label in DELETED else "")


def _is_there(table: str) -> bool:
    return _asked("SELECT to_regclass(%s) IS NOT NULL", f'"{table}"')


def _asked(question: str, value: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [value])
        return bool(cursor.fetchone()[0])


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
