"""The official acts of utlämnande: register, copy, release, give."""

import hashlib

from django.utils.formats import date_format

from cases.actions import lock_case
from cases.journal import record
from cases.models import Case, JournalEntry
from disclosure import rules
from disclosure.copying_rules import against_copying
from disclosure.drawing import Drawn, draw, source_of
from disclosure.models import Disclosure, Given, Look, MaskedCopy, Release
from disclosure.papers import chosen_from
from disclosure.rules import Asked, Handed
from disclosure.selection import Selection, discard
from disclosure.standing import Standing
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

LETTER = JournalEntry.Kind.LETTER


@act
def register(case: Case, told: Asked, *, by: User) -> Disclosure:
    """Registers that someone asks to see what the case holds. TF 2 kap., FL 10 §.

    Raises RuleBroken.
    """
    case = lock_case(case)
    refuse(rules.against_handling(case, by), rules.against_asked(case, told))
    named = told.asker in (Disclosure.Asker.AUTHORITY, Disclosure.Asker.OTHER)
    spoken_for = told.asker == Disclosure.Asker.REPRESENTATIVE
    row = Disclosure.objects.create(
        case=case,
        asker=told.asker,
        representative=told.representative if spoken_for else None,
        name=told.name.strip() if named else "",
        came_on=told.came_on,
        how=told.how,
        asks=told.asks.strip(),
        registered_by=by,
        registered_at=clock.now(),
    )
    title = "Begäran om partsinsyn" if row.is_partys else "Begäran om utlämnande"
    text = f"{row.get_asker_display()}, {row.get_how_display().lower()}.\n{row.asks}"
    record(case, title, by=by, text=text, event_on=row.came_on, kind=LETTER)
    return row


@act
def make_copy(
    found: Disclosure, selection: Selection, drawn: Drawn | None = None, *, by: User
) -> MaskedCopy:
    """Skapa maskad kopia: pictures of the pages, from which what is masked is gone.

    `drawn` was made beforehand: it is taken while it is of these papers as they are and of just
    this masking; else all is drawn here. Raises RuleBroken.
    """
    case = lock_case(found.case)
    refuse(rules.against_preparing(found, by))
    papers = chosen_from(case, selection.papers)
    refuse(against_copying(found, selection, papers))
    if drawn is None or drawn.of != source_of(selection, papers):
        drawn = draw(found, selection, papers, by=by)
    row = MaskedCopy.objects.create(disclosure=found, made_by=by, **drawn.columns())
    record(case, "Maskad kopia framställd", by=by, text=_in_words(row), kind=LETTER)
    return row


def _in_words(copy: MaskedCopy) -> str:
    """Which papers, how many pages and masks, on which grounds: never the words themselves."""
    papers = "; ".join(row["title"] for row in copy.papers)
    grounds = "; ".join(row["label"].partition(":")[0] for row in copy.grounds)
    masked = f" Maskat på {copy.masks} ställen med stöd av {grounds}." if copy.masks else ""
    return f"{papers}. {copy.pages} sidor.{masked}"


@act
def look_through(copy: MaskedCopy, *, by: User) -> bytes:
    """The copy's bytes, and that this person has had just them before them."""
    content = bytes(copy.pdf)
    sha256 = hashlib.sha256(content).hexdigest()
    Look.objects.create(copy=copy, sha256=sha256, by=by, at=clock.now())
    return content


@act
def release(copy: MaskedCopy, sha256: str, reasons: str = "", *, by: User) -> Release:
    """Decides what is masked: the copy that has been looked through may be given. OSL 6 kap. 3 §.

    Raises RuleBroken.
    """
    case = lock_case(copy.disclosure.case)
    refuse(rules.against_releasing(copy, sha256, reasons, by))
    row = Release.objects.create(
        copy=copy,
        sha256=sha256,
        reasons=reasons.strip(),
        decided_by=by,
        decided_at=clock.now(),
        decider_title=by.acting_as(),
    )
    text = f"{_in_words(copy)}\n{row.reasons}".strip()
    record(case, "Kopian får lämnas ut", by=by, text=text, kind=LETTER)
    return row


@act
def give(found: Disclosure, sha256: str, told: Handed, *, by: User) -> Given:
    """Lämna ut: notes to whom the copy was given, how and when. Raises RuleBroken."""
    case = lock_case(found.case)
    standing = Standing(Disclosure.objects.whole().get(pk=found.pk))
    copy, decided = standing.copy, standing.release
    refuse(rules.against_giving(decided, found, by))
    assert copy is not None and decided is not None  # the rule above has seen to that
    refuse(rules.against_handed(decided, sha256, told))
    row = Given.objects.create(
        release=decided,
        sha256=sha256,
        how=told.how,
        to=told.to.strip(),
        given_on=told.given_on,
        note=told.note.strip(),
        given_by=by,
        given_at=clock.now(),
    )
    discard(found)
    text = (
        f"{_in_words(copy)} {row.get_how_display()} {date_format(row.given_on)}. "
        f"Beslutat av {decided.decided_by}."
    )
    record(case, "Utlämnat", by=by, text=text, event_on=row.given_on, kind=LETTER)
    return row
