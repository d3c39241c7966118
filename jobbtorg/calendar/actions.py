"""Making and revoking the address of one's own calendar."""

import secrets

from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.calendar.models import Feed, hashed
from jobbtorg.organisation.models import User


@act
def make_feed(*, by: User) -> str:
    """A new secret for the user's calendar, told this once; the one before is revoked."""
    User.objects.select_for_update().get(pk=by.pk)  # two clicks in a row leave one that is live
    _revoke(by)
    token = secrets.token_urlsafe(32)
    Feed.objects.create(user=by, token_sha256=hashed(token), made_at=clock.now())
    return token


@act
def revoke_feed(*, by: User) -> None:
    """From now on nothing is found under the user's address."""
    User.objects.select_for_update().get(pk=by.pk)
    if not _revoke(by):
        refuse([Rule("none", "Du har ingen kalenderadress att stänga av.", kind="conflict")])


def _revoke(user: User) -> bool:
    live = Feed.objects.select_for_update().live().filter(user=user).first()
    if live is None:
        return False
    live.revoked_at = clock.now()
    live.save()
    return True
