"""manage.py migrate: Django's, but it renders no more models on the way than it must.

And it never waits for long, but tries anew: jobbtorg/migrating.py.
"""

from typing import Any
from unittest.mock import patch

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState

from jobbtorg import migrating

AGAIN = "Någon annan håller en tabell. Försöker igen."
BUSY = (
    "Någon annan höll en tabell vid varje försök. Den migrering som var på väg är inte gjord; de "
    "före den är gjorda. Kör kommandot igen, helst när få arbetar."
)

reload_model, add_field = ProjectState.reload_model, ProjectState.add_field


def alone(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
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
    state._reload({key})


def is_new(state: ProjectState, key: tuple[str, str]) -> bool:
    """Whether the model has not been rendered before, and has no table between it and another."""
    app_label, name = key
    fields = state.models[key].fields.values()
    return name not in state.apps.all_models[app_label] and not any(
        field.many_to_many for field in fields
    )


def add_alone(
    state: Any, app_label: str, model_name: str, name: str, field: Any, *rest: Any
) -> None:
    """Adds a field; nothing that makes SQL asks where a new foreign key leads from."""
    if not field.many_to_many:
        state.reload_model = lambda app, model, delay: alone(state, app, model, delay=True)
    try:
        add_field(state, app_label, model_name, name, field, *rest)
    finally:
        vars(state).pop("reload_model", None)


class Command(migrate.Command):
    """Django's migrate, quicker, and with few in its way."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """The same statements in the same order. Raises CommandError where others never let go."""

        def applied(migration: Migration, *rest: Any) -> ProjectState:
            return migrating.tables_first(self._tell, migration, *rest)

        with (
            patch.multiple(ProjectState, reload_model=alone, add_field=add_alone),
            patch.object(Migration, "apply", applied),
        ):
            try:
                return self._beside_others(*args, **options)
            except BaseException as error:
                migrating.gave_up.send(sender=type(self))
                if isinstance(error, OperationalError) and migrating.in_the_way(error):
                    raise CommandError(BUSY) from error
                raise

    def _beside_others(self, *args: Any, **options: Any) -> Any:
        done, self.line = super().handle, connections[options["database"]]

        def attempt() -> Any:
            with self.line.cursor() as cursor:
                migrating.set_patience(cursor, migrating.BUDGET)
            return done(*args, **options)

        try:
            return migrating.patiently(attempt, migrating.WHOLE, self._tell)
        finally:
            with self.line.cursor() as cursor:
                cursor.execute("RESET lock_timeout")

    def _tell(self) -> None:
        self.stderr.write(AGAIN)

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        """Before each migration its own patience."""
        if action == "apply_start" and migration and not fake:
            with self.line.cursor() as cursor:
                migrating.prepare(cursor, migration)
        super().migration_progress_callback(action, migration, fake)
