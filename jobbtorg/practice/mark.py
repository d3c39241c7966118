"""The mark that the database holds, and the two questions one asks of it."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection, transaction

from jobbtorg.practice.models import Practice

LOCK = "SELECT pg_advisory_xact_lock(hashtext('practice_reset'))"
FREE = "SELECT pg_try_advisory_xact_lock_shared(hashtext('practice_reset'))"
AS_OTHER = (
    "DEMO=1 är satt, men databasen är ingen övningsmiljö. Ta bort DEMO=1, eller skapa en ny "
    "databas och märk den med manage.py mark_practice innan någon använder den.",
    "Databasen är en övningsmiljö, men DEMO=1 är inte satt. Sätt DEMO=1, eller använd en annan "
    "databas.",
)


def is_marked() -> bool:
    """Whether the database itself says that it is a practice one."""
    return Practice.objects.exists()


def mark(cases: int) -> None:
    """Marks a new database. Raises DatabaseError where it has been used, or by another role."""
    with transaction.atomic():
        if not is_marked():
            Practice.objects.create(pk=1, cases=cases)


def is_being_reset() -> bool:
    """Whether a reset is under way: then its transaction holds the lock, and dies with it."""
    with connection.cursor() as cursor:
        cursor.execute(FREE)
        return not cursor.fetchone()[0]


def take_lock() -> None:
    """Takes the reset's lock until the transaction ends, after who has it now."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def agrees() -> None:
    """Refuses to start where environment and database do not say the same.

    Raises ImproperlyConfigured. A database that is away or has no tables yet says nothing.
    """
    try:
        marked = is_marked()
    except (OperationalError, DatabaseError):
        return
    finally:
        if not connection.in_atomic_block:  # at the start nothing is under way: none is left open
            connection.close()
    if marked != settings.DEMO:
        raise ImproperlyConfigured(AS_OTHER[marked])
