"""Rows that hold from one day to another: laws, guidelines, appointments, delegations."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from jobbtorg import clock
from jobbtorg.history import Audited


class DateRange(Func):
    """daterange(from, to), both days inclusive; an empty end is open."""

    function = "daterange"

    def __init__(self, first: str = "valid_from", last: str = "valid_to") -> None:
        super().__init__(F(first), F(last), Value("[]"))


def never_overlapping(name: str, *keys: str, condition: Q | None = None) -> ExclusionConstraint:
    """Two rows with the same keys never hold on the same day."""
    same = [(key, RangeOperators.EQUAL) for key in keys]
    return ExclusionConstraint(
        name=name,
        expressions=[*same, (DateRange(), RangeOperators.OVERLAPS)],
        condition=condition,
    )


def ordered_days(name: str) -> models.CheckConstraint:
    """The last day is not before the first."""
    return models.CheckConstraint(
        name=name, condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
    )


class DatedQuerySet(models.QuerySet):
    """Rows that hold from one day to another, both inclusive."""

    def on(self, day: date | None = None) -> Self:
        """The rows that hold on the day, today when none is given."""
        day = day or clock.today()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Dated(Audited):
    """A row that holds from one day to another, both inclusive; an empty end is open."""

    valid_from = models.DateField("från och med")
    valid_to = models.DateField("till och med", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Audited.Meta):
        abstract = True
