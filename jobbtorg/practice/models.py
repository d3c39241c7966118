"""The database's own word for being a practice one, and each time it was begun anew."""

import pgtrigger
from django.db import models
from django.db.models import Q

from jobbtorg import clock
from jobbtorg.history import append_only


def only_when_new() -> pgtrigger.Trigger:
    """A database that somebody has worked in never becomes a practice one: no account, no log."""
    return pgtrigger.Trigger(
        name="only_when_new",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF EXISTS (SELECT 1 FROM organisation_user)
               OR EXISTS (SELECT 1 FROM organisation_historicaluser)
               OR EXISTS (SELECT 1 FROM cases_case)
               OR EXISTS (SELECT 1 FROM audit_accesslog) THEN
                RAISE EXCEPTION 'Databasen har använts och kan inte bli en övningsmiljö.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class Practice(models.Model):
    """One row, made with the database, never changed; where it is not, nothing is emptied.

    `cases` is how many the city has each time it is brought back.
    """

    cases = models.PositiveIntegerField("antal ärenden")
    made_at = models.DateTimeField("skapad", default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(name="one_practice", condition=Q(pk=1))]
        triggers = [append_only(), only_when_new()]

    def __str__(self) -> str:
        return f"Övningsmiljö, {self.cases} ärenden"


class Reset(models.Model):
    """That all was emptied and brought back. Written by PostgreSQL, in the same transaction."""

    by = models.CharField("av", max_length=200)
    at = models.DateTimeField("när")

    class Meta:
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
