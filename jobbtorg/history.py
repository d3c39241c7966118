"""History: which column had which value, when, by whom, seen to by PostgreSQL.

Every model of law and organisation derives from Audited. django-simple-history writes the row;
a deferred trigger refuses the commit of a change that left none, whoever made the change.
"""

from typing import Any

import pgtrigger
from django.db import models, transaction
from simple_history.models import HistoricalRecords

from jobbtorg import acts, clock


class TransactionId(models.Func):
    """The running transaction's id, as PostgreSQL counts them."""

    template = "pg_current_xact_id()::text::bigint"
    arity = 0
    output_field = models.BigIntegerField()


class Sha256Hex(models.Func):
    """What PostgreSQL itself says that stored bytes hash to."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


class HistoryRow(models.Model):
    """What each history table has beside the columns it follows."""

    history_tx = models.BigIntegerField(db_default=TransactionId(), editable=False)

    class Meta:
        abstract = True


def who_changed(request: Any = None, **_: Any) -> Any:
    """The acting user of the act under way, else the one signed in."""
    actor = acts.acting_user()
    if actor is None and request is not None and request.user.is_authenticated:
        actor = request.user
    return actor


def append_only() -> pgtrigger.Protect:
    """A row of law: written once, never changed, never deleted."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class FrozenRecords(HistoricalRecords):
    """History whose rows are themselves written once."""

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """simple-history's own, and the trigger."""
        return {**super().get_meta_options(model), "triggers": [append_only()]}


def audited() -> HistoricalRecords:
    """`history = audited()`: the history of a model that derives from Audited."""
    return FrozenRecords(bases=[HistoryRow], get_user=who_changed)


def needs_history() -> pgtrigger.Trigger:
    """Refuses, at commit, an insert or update that left no history row in its transaction."""
    return pgtrigger.Trigger(
        name="needs_history",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        func=pgtrigger.Func(
            """
            IF NOT EXISTS (
                SELECT 1 FROM {meta.app_label}_historical{meta.model_name} h
                WHERE h.{meta.pk.column} = NEW.{meta.pk.column}
                AND h.history_tx = pg_current_xact_id()::text::bigint
            ) THEN
                RAISE EXCEPTION '% utan historik: {meta.db_table}', TG_OP
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
            """
        ),
    )


def never_deleted() -> pgtrigger.Protect:
    """A row that may get a new version but never disappears."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


class Followed(models.Model):
    """A row whose history is dated by the one clock."""

    class Meta:
        abstract = True

    @property
    def _history_date(self) -> Any:
        """What django-simple-history asks for."""
        return clock.now()


class Audited(Followed):
    """A row of law or organisation: followed by history, never deleted."""

    class Meta:
        abstract = True
        triggers = [needs_history(), never_deleted()]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The row and its history row in one transaction, also outside of an act."""
        with transaction.atomic():
            super().save(*args, **kwargs)
