"""manage.py migrate: Django's, but it renders no more models on the way than it must.

And it never waits for long: behind a migration that waits for a lock, everyone else waits too.
"""

from typing import Any
from unittest.mock import patch

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations.state import ProjectState
from psycopg.errors import LockNotAvailable

PATIENCE = "5s"  # for each lock
BUSY = (
    "Någon annan höll en tabell i mer än {}. Den migrering som var på väg är inte gjord; "
    "de före den är gjorda. Kör kommandot igen, helst när få arbetar."
)

reload_model, add_field = ProjectState.reload_model, ProjectState.add_field


def alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    """Renders the model, not all that point to it, where Django says that these may wait.

    They wait for what runs Python code. Here nearly every model points to another, and there are
    hundreds of triggers: to render all for each takes longer than all the rest. To a new model
    nothing points yet, so there too they may wait.
    """
    key = app_label, model_name.lower()
    inherited = {base for model in state.models.values() for base in model.bases}
    may_wait = "apps" in vars(state) and (delay or is_new(state, key))
    if not may_wait or ".".join(key) in inherited:
        reload_model(state, app_label, model_name, delay)
        return
    state.is_delayed = True
    state._reload({key})  # type: ignore[attr-defined]


def is_new(state: ProjectState, key: tuple[str, str]) -> bool:
    """Whether the model has not been rendered before, and has no table between it and another."""
    app_label, name = key
    fields = state.models[key].fields.values()
    return name not in state.apps.all_models[app_label] and not any(
        field.many_to_many for field in fields
    )


def add_alone(
    state: ProjectState, app_label: str, model_name: str, name: str, field: Any, *rest: Any
) -> None:
    """Adds a field; nothing that makes SQL asks where a new foreign key leads from."""
    if not field.many_to_many:
        state.reload_model = lambda *key, delay: alone(state, *key, delay=True)  # type: ignore
    try:
        add_field(state, app_label, model_name, name, field, *rest)
    finally:
        vars(state).pop("reload_model", None)


class Command(migrate.Command):
    """Django's migrate, quicker."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """The same statements in the same order. Raises CommandError where it had to wait long."""
        line = connections[options["database"]]
        with line.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        try:
            with patch.multiple(ProjectState, reload_model=alone, add_field=add_alone):
                return super().handle(*args, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(BUSY.format(PATIENCE)) from error
            raise
        finally:
            with line.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
