"""Previewed letters: the bytes that someone has looked at are the bytes that are stored."""

from cases.models import Application, LetterPreview
from jobbtorg import clock
from jobbtorg.letters.stored import Printable, Printed
from jobbtorg.organisation.models import User


def seen(letter: Printable, application: Application, *, by: User) -> LetterPreview | None:
    """What `by` has previewed, while nothing of its content has changed."""
    rows = LetterPreview.objects.filter(application=application, user=by)
    return rows.filter(content_hash=letter.content_hash).first()


def printed(letter: Printable, application: Application, *, by: User) -> Printed:
    """The letter's bytes: those that `by` has previewed, where they are."""
    found = seen(letter, application, by=by)
    return Printed(bytes(found.pdf) if found else letter.pdf(), letter.content_hash)


def keep(letter: Printable, application: Application, *, by: User) -> LetterPreview:
    """The bytes that `by` looks at, found again by what they say."""
    made = printed(letter, application, by=by)
    row, _ = LetterPreview.objects.get_or_create(
        application=application,
        user=by,
        content_hash=made.content_hash,
        defaults={"pdf": made.pdf, "sha256": made.sha256, "made_at": clock.now()},
    )
    return row
