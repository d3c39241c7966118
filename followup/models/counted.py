"""Statistik, counted ahead: what every figure counts, and how many there are of each kind.

Derived from the rows of law and never the truth itself: triggers on every table that a figure reads
say which cases to count anew (followup/figures/sources.py). docs/adr/0030.
"""

from django.db import models
from django.db.models import Q

from jobbtorg.history import TransactionId
from jobbtorg.organisation.models import Unit
from jobbtorg.rulebook.models import Code


class Counted(models.Model):
    """What a fact is counted by."""

    figure = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    target = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+", db_index=False)
    gender = models.CharField(max_length=10)
    age = models.CharField(max_length=2)
    part = models.CharField(max_length=20, null=True)  # noqa: DJ001 - a figure of days has no part
    value = models.IntegerField(null=True)

    class Meta:
        abstract = True


class FigureFact(Counted):
    """One case that counts in a figure, as it is known now.

    The keys are plain: the case may be destroyed at any time, and the trigger says so here.
    """

    case_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)  # råd och stöd: no person is known
    day = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["figure", "unit", "day"], name="facts_of_a_figure"),
            models.Index(fields=["case_id"], name="facts_of_a_case"),
            models.Index(
                fields=["contact_id"],
                name="facts_of_a_contact",
                condition=Q(contact_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.day}"


class FigureCount(Counted):
    """How many facts of a month are alike."""

    month = models.DateField()
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "month", "unit", "target", "gender", "age", "part", "value"],
                name="alike_are_counted_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.month}: {self.n}"


class FigureStale(models.Model):
    """A case, or a contact of råd och stöd, that a transaction touched and is to be counted anew.

    A row for each transaction: a mark that another has yet to commit is never taken with this one.
    """

    case_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    tx = models.BigIntegerField(db_default=TransactionId())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tx", "case_id", "contact_id"],
                name="stale_once_in_a_transaction",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id or self.contact_id}"
