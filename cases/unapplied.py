"""Holds what is kept of who may yet apply against the rows of law. docs/adr/0030."""

from django.db import connection
from django.db.models import QuerySet

from cases.models import AdviceContact
from cases.models.advice_triggers import ALL, TABLE


def untrue() -> QuerySet[AdviceContact]:
    """The contacts of which something else is kept than the rows of law say."""
    waits = AdviceContact.objects.unanswered().order_by()
    kept = AdviceContact.objects.waiting().order_by()
    wrong = (
        waits.exclude(unapplied__isnull=False)
        .values("pk")
        .union(kept.exclude(pk__in=waits.values("pk")).values("pk"))
    )
    return AdviceContact.objects.filter(pk__in=[row["pk"] for row in wrong])


def put_right() -> None:
    """Keeps what the rows of law say."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        cursor.execute(ALL)
