"""Drafts: what is being written is kept on the server, for its writer alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import AdviceContact, Case, Draft
from jobbtorg import clock
from jobbtorg.once import once
from jobbtorg.organisation.models import User

LARGEST = 5_000_000  # characters; far beyond any text, small enough to refuse a flood


@dataclass(frozen=True)
class Kept:
    """A draft's revision and the clock time when it was kept."""

    revision: int
    saved: str


class NewerElsewhere(Exception):
    """Another tab has kept a newer text, `draft`; nothing was overwritten."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(str(draft))


@transaction.atomic
def keep(user: User, case: Case | None, form: str, data: dict[str, Any], revision: int) -> Kept:
    """Keeps what stands in the form; `revision` is the one that the page had last.

    Raises NewerElsewhere when another tab has kept something since.
    """
    row, new = Draft.objects.select_for_update().get_or_create(
        user=user, case=case, form=form, defaults={"saved_at": clock.now()}
    )
    if not new and row.revision != revision:
        raise NewerElsewhere(row)
    row.data, row.revision, row.saved_at = data, row.revision + 1, clock.now()
    row.save()
    return Kept(row.revision, saved_at(row))


def saved_at(draft: Draft) -> str:
    """The time on the wall when the draft was kept."""
    return f"{timezone.localtime(draft.saved_at):%H:%M:%S}"


def find(user: User, case: Case | None, form: str) -> Draft | None:
    """The user's draft of this form, if any."""
    kept = once(("drafts", user.pk, case and case.pk), lambda: _by_form(user, case))
    return kept.get(form)


def _by_form(user: User, case: Case | None) -> dict[str, Draft]:
    return {row.form: row for row in Draft.objects.filter(user=user, case=case)}


def hand_over(form: str, to: User, *, but: Iterable[User]) -> None:
    """What another has begun in the form, of no case, goes on with its new writer.

    Nothing of the new writer's own is written over, and nothing comes from those in `but`.
    """
    rows = Draft.objects.select_for_update().filter(case=None, form=form).exclude(user__in=but)
    latest = rows.exclude(user=to).order_by("-saved_at").first()
    if latest and find(to, None, form) is None:
        latest.user = to
        latest.save()


def application_draft(contact: AdviceContact | None) -> str:
    """What Ny ansökan is kept under: one text for each contact that it comes from."""
    return f"ny-ansokan-{contact.pk}" if contact else "ny-ansokan"


def discard(user: User, case: Case | None, form: str) -> None:
    """Throws the draft away, at the writer's word."""
    Draft.objects.filter(user=user, case=case, form=form).delete()
