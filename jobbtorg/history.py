"""History: which column had which value, when, by whom, seen to by PostgreSQL.

Every model of law and organisation derives from Audited. django-simple-history writes the row;
a deferred trigger refuses the commit of a change that left none, or one that says something else,
whoever made the change.
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


def written_now() -> pgtrigger.Trigger:
    """A row of history: written once, and of the transaction that wrote it whatever it says."""
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF TG_OP = 'INSERT' THEN
                NEW.history_tx = pg_current_xact_id()::text::bigint;
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
        """,
    )


class FrozenRecords(HistoricalRecords):
    """History whose rows are themselves written once."""

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """simple-history's own, and the trigger."""
        return {**super().get_meta_options(model), "triggers": [written_now()]}


def audited() -> HistoricalRecords:
    """`history = audited()`: the history of a model that derives from Audited."""
    return FrozenRecords(bases=[HistoryRow], get_user=who_changed)


class NeedsHistory(pgtrigger.Trigger):
    """Compares every column of the row with the history rows of its transaction."""

    def get_func(self, model: Any) -> str:
        """The function for the model's own columns: in SQL that PostgreSQL plans once."""
        history = f"{model._meta.app_label}_historical{model._meta.model_name}"
        columns = [field.column for field in model._meta.concrete_fields]
        theirs = ", ".join(f'h."{column}"' for column in columns)
        ours = ", ".join(f'NEW."{column}"' for column in columns)
        key = model._meta.pk.column
        of_this_change = f"""SELECT 1 FROM {history} h
                WHERE h.{key} = NEW.{key} AND h.history_tx = pg_current_xact_id()::text::bigint"""
        return f"""
            IF EXISTS (
                {of_this_change}
                AND ({theirs}) IS NOT DISTINCT FROM ({ours})
            ) THEN
                RETURN NULL;
            END IF;
            IF EXISTS ({of_this_change}) THEN
                RAISE EXCEPTION '% med historik som säger något annat: {model._meta.db_table}',
                    TG_OP USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RAISE EXCEPTION '% utan historik: {model._meta.db_table}', TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
            """


def needs_history() -> NeedsHistory:
    """Refuses, at commit, an insert or update that its transaction's history does not tell of."""
    return NeedsHistory(
        name="needs_history",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
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
