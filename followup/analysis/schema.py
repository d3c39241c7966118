"""Makes the schema `analys`: views, their comments, and what the role may read.

Made anew after every migration from one source, so that no migration of another table has to know
that a view reads it (docs/adr/0017).
"""

import logging
import secrets
from typing import Any

from django.db import connection, transaction
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


def before_migrating(**_: Any) -> None:
    """Takes the views away, so that the tables may change."""
    run(*_dropped())


def after_migrating(*, plan: Any = (), **_: Any) -> None:
    """Makes them again, with the secret; after a migration back there may be none to make."""
    try:
        with transaction.atomic():
            _make_salt()
            run(*_dropped(), *_made(), *(granted() if role_exists() else ()))
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
    views = ", ".join(f"{SCHEMA}.{view.name}" for view in VIEWS)
    return (f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}", f"GRANT SELECT ON {views} TO {ROLE}")


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
