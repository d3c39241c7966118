"""Makes the schema `analys`: views, their comments, and what the role may read.

Made anew after every migration from one source, so that no migration of another table has to know
that a view reads it (docs/adr/0017).
"""

import logging
import secrets
from typing import Any

from django.db import Error, connection, transaction
from django.db.utils import ProgrammingError

from followup.analysis import case_views, decision_views, insats_views
from followup.analysis.models import Salt
from followup.analysis.parts import View

SCHEMA = "analys"
ROLE = "jobbtorg_analys"
VIEWS: tuple[View, ...] = tuple(
    sorted(
        (*case_views.VIEWS, *decision_views.VIEWS, *insats_views.VIEWS),
        key=lambda view: view.name,
    )
)
logger = logging.getLogger("jobbtorg.analysis")

# The views and what is said of them, as statements that make them.
AS_THEY_STAND = """
SELECT format('CREATE VIEW analys.%I WITH (security_barrier) AS %s', relname, pg_get_viewdef(oid))
FROM pg_class WHERE relnamespace = to_regnamespace('analys') AND relkind = 'v'
UNION ALL
SELECT CASE WHEN attname IS NULL
    THEN format('COMMENT ON VIEW analys.%I IS %L', relname, description)
    ELSE format('COMMENT ON COLUMN analys.%I.%I IS %L', relname, attname, description) END
FROM pg_description JOIN pg_class c ON c.oid = objoid AND classoid = 'pg_class'::regclass
LEFT JOIN pg_attribute ON attrelid = c.oid AND attnum = objsubid AND attnum > 0
WHERE relnamespace = to_regnamespace('analys') AND relkind = 'v'
ORDER BY 1 DESC"""  # CREATE before COMMENT
taken_away: list[str] = []  # what this migrate took away and has not made again


def before_migrating(**_: Any) -> None:
    """Takes the views away, all or none, so that the tables may change."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AS_THEY_STAND)
        found = [statement for (statement,) in cursor.fetchall()]
        run(*_dropped())
    taken_away[:] = found or taken_away


def put_back(**_: Any) -> None:
    """The migration gave up: the views as they were, which fit what the old release has."""
    try:
        with transaction.atomic():
            run(*taken_away, *(granted() if taken_away and role_exists() else ()))
    except Error as error:
        logger.error("The views of analys are away until migrate is done: %s", error)
    taken_away.clear()


def after_migrating(*, plan: Any = (), **_: Any) -> None:
    """Makes them again, with the secret; after a migration back there may be none to make."""
    try:
        with transaction.atomic():
            _make_salt()
            run(*_dropped(), *_made(), *(granted() if role_exists() else ()))
        taken_away.clear()
    except ProgrammingError as error:
        if not any(backwards for _, backwards in plan):
            raise
        logger.warning("The views of analys are not made: %s", error)


def run(*statements: str) -> None:
    """SQL without parameters, one statement at a time."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def role_exists() -> bool:
    """Whether the database server knows the role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        return cursor.fetchone() is not None


def role_made() -> str:
    """The role, where it is not there. It owns nothing and cannot sign in by itself."""
    return f"CREATE ROLE {ROLE} NOLOGIN NOINHERIT"


def granted() -> tuple[str, ...]:
    """The role reads the views, and nothing else that is ours."""
    return (
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {ROLE}",
    )


def _make_salt() -> None:
    if not Salt.objects.exists():
        Salt.objects.create(pk=1, secret=secrets.token_bytes(32))


def _dropped() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = %s", [SCHEMA])
        return tuple(f'DROP VIEW {SCHEMA}."{name}"' for (name,) in cursor.fetchall())


def _made() -> list[str]:
    made = [f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"]
    for view in VIEWS:
        name = f"{SCHEMA}.{view.name}"
        made.append(f"CREATE VIEW {name} WITH (security_barrier) AS {view.query}")
        made.append(f"COMMENT ON VIEW {name} IS '{view.told}'")
        made += [f"COMMENT ON COLUMN {name}.{one.name} IS '{one.told}'" for one in view.columns]
    return made
