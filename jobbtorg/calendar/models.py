"""The address of a user's calendar, of which only the hash is kept."""

import hashlib
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from jobbtorg.history import Audited, audited
from jobbtorg.organisation.models import User


def hashed(token: str) -> str:
    """What the database holds in place of the secret."""
    return hashlib.sha256(token.encode()).hexdigest()


class FeedQuerySet(models.QuerySet["Feed"]):
    """Feed.objects."""

    def live(self) -> Self:
        """Those that have not been revoked."""
        return self.filter(revoked_at=None)

    def by(self, token: str) -> "Feed | None":
        """The one with this secret, whose user works here today; found by the secret's hash."""
        found = self.live().select_related("user").filter(token_sha256=hashed(token)).first()
        if found is None or not found.user.is_active or not found.user.roles():
            return None
        return found


class Feed(Audited):
    """A calendar's address: one at a time per user, revoked for good."""

    user = models.ForeignKey(User, models.PROTECT, related_name="feeds", verbose_name="användare")
    token_sha256 = models.CharField("hemlighetens kontrollsumma", max_length=64, unique=True)
    made_at = models.DateTimeField("skapad")
    revoked_at = models.DateTimeField("avstängd", null=True, blank=True)
    history = audited()

    objects = FeedQuerySet.as_manager()

    class Meta(Audited.Meta):
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="one_live_feed_per_user"
            ),
            models.CheckConstraint(
                name="feed_is_known_by_its_hash", condition=Q(token_sha256__regex="^[0-9a-f]{64}$")
            ),
        ]
        triggers = [
            *Audited.Meta.triggers,
            pgtrigger.Trigger(
                name="revoked_for_good",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
                    OR (NEW.user_id, NEW.token_sha256, NEW.made_at)
                        IS DISTINCT FROM (OLD.user_id, OLD.token_sha256, OLD.made_at)
                THEN
                    RAISE EXCEPTION 'En kalenderadress ändras inte och öppnas aldrig igen.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"kalender, {self.user}"
