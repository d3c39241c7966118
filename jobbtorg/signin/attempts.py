"""Every try to sign in is a row, and the rows say whether an account or an address is locked.

Five wrong in a quarter of an hour lock the name, whether or not there is such an account; a
hundred lock the address (an office comes from one). A right sign-in, an administrator or the time
unlocks the name.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from jobbtorg import clock
from jobbtorg.audit.middleware import address_of
from jobbtorg.organisation.models import User
from jobbtorg.signin.models import Outcome, SignInEvent, Way

WINDOW = timedelta(minutes=15)


def key_of(username: str) -> str:
    """The name as it is counted: a keyed hash, alike for capitals and small letters."""
    return salted_hmac("jobbtorg.signin", username.strip().casefold()).hexdigest()[:64]


def one_at_a_time(key: str) -> None:
    """Tries for the same name wait for each other, until the commit: nobody guesses in parallel."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])


def is_locked(key: str, address: str | None) -> bool:
    """Whether a try for the name, or from the address, is refused without being tried."""
    wrong = _recent().filter(outcome=Outcome.WRONG)
    if address and wrong.filter(address=address).count() >= settings.TRIES_BY_ADDRESS:
        return True
    return _wrong_since(key).count() >= settings.TRIES_BY_NAME


def _recent() -> QuerySet[SignInEvent]:
    """Of the last quarter of an hour; what lies further ahead is of a clock that was put back."""
    now = clock.now()
    return SignInEvent.objects.filter(at__gt=now - WINDOW, at__lt=now + WINDOW)


def _wrong_since(key: str) -> QuerySet[SignInEvent]:
    """The wrong tries for the name that still count."""
    recent = _recent().filter(name_key=key)
    freed = recent.filter(outcome__in=[Outcome.IN, Outcome.UNLOCKED]).order_by("-at", "-pk").first()
    wrong = recent.filter(outcome=Outcome.WRONG)
    return wrong.filter(pk__gt=freed.pk) if freed else wrong


def is_user_locked(user: User) -> bool:
    """Whether the account is locked by wrong tries for its name."""
    return _wrong_since(key_of(user.username)).count() >= settings.TRIES_BY_NAME


def note(
    request: Any, way: Way, outcome: Outcome, user: User | None = None, **told: Any
) -> SignInEvent:
    """Writes the row; `name_key` follows from the account where one is known."""
    if user is not None:
        told["name_key"] = key_of(user.username)
    return SignInEvent.objects.create(
        user=user, way=way, outcome=outcome, address=address_of(request), **told
    )
