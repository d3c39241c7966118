"""The official acts of utlämnande: register, copy, release, give."""

import hashlib

from django.conf import settings
from django.utils.formats import date_format

from cases.actions import lock_case
from cases.journal import record
from cases.models import Case, JournalEntry
from disclosure import rules
from disclosure.copying_rules import against_copying, may_mask
from disclosure.masking import letters, mask
from disclosure.models import Disclosure, Given, Look, MaskedCopy, Release
from disclosure.papers import Paper, chosen_from
from disclosure.printing import Leaf, printed_copy
from disclosure.rules import Asked, Handed
from disclosure.selection import Selection, discard
from disclosure.sheets import Undrawable, sheets_of
from disclosure.standing import Standing
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken, act, refuse
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code

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
def make_copy(found: Disclosure, selection: Selection, *, by: User) -> MaskedCopy:
    """Skapa maskad kopia: pictures of the pages, from which what is masked is gone.

    Raises RuleBroken.
    """
    case = lock_case(found.case)
    refuse(rules.against_preparing(found, by))
    papers = chosen_from(case, selection.papers)
    refuse(against_copying(found, selection, papers))
    codes = Code.objects.on().filter(list=Code.List.SECRECY)
    labels = dict(codes.values_list("code", "label"))
    grounds = [*(s.area.ground for s in selection.spots), *(p.ground for p in selection.phrases)]
    marks = {code: str(n) for n, code in enumerate(dict.fromkeys(grounds), start=1)}
    leaves = [leaf for paper in papers for leaf in _leaves(found, paper, selection, marks)]
    _against_left(leaves, selection)
    used = [ground for leaf in leaves for ground in leaf.masked.grounds]
    legend = [
        {"mark": mark, "label": labels[code], "count": used.count(code)}
        for code, mark in marks.items()
        if code in used
    ]
    told = [
        {"title": p.in_copy, "pages": sum(x.title == p.in_copy for x in leaves)} for p in papers
    ]
    content = printed_copy(leaves, _context(found, told, legend, by))
    made = Printed(content, hashlib.sha256(repr((selection, legend)).encode()).hexdigest())
    row = MaskedCopy.objects.create(
        disclosure=found, papers=told, grounds=legend, masks=len(used), made_by=by, **made.columns()
    )
    record(case, "Maskad kopia framställd", by=by, text=_in_words(row), kind=LETTER)
    return row


def _leaves(
    found: Disclosure, paper: Paper, selection: Selection, marks: dict[str, str]
) -> list[Leaf]:
    """The paper's pages after the masking."""
    try:
        sheets = sheets_of(paper.pdf)
    except Undrawable as wrong:
        raise RuleBroken(
            [Rule("undrawable", f"{paper.title}: {wrong}", kind="conflict")]
        ) from wrong
    masks = may_mask(found, paper)
    phrases = selection.phrases if masks else ()
    leaves = []
    for n, sheet in enumerate(sheets, start=1):
        areas = [area for area in selection.areas_in(paper.key) if area.page == n]
        masked = mask(sheet, areas, phrases, marks)
        numbers = sorted({marks[ground] for ground in masked.grounds}, key=int)
        told = f"Maskat på sidan med stöd av: {', '.join(numbers)}." if numbers else ""
        leaves.append(Leaf(paper.in_copy, n, len(sheets), masked, paper.own, told))
    return leaves


def _against_left(leaves: list[Leaf], selection: Selection) -> None:
    """No phrase that was to be masked is left in the text that is told beside the pictures."""
    for leaf in leaves:
        left = leaf.masked.text.casefold().split() if leaf.readable and leaf.masked.grounds else []
        words = {letters(word) for word in left}
        for phrase in selection.phrases:
            assert letters(phrase.text) not in words, "a masked phrase is left in the text"


def _context(
    found: Disclosure, papers: list[dict[str, object]], legend: list[dict[str, object]], by: User
) -> dict[str, object]:
    """What the cover tells: nothing of who the case is about."""
    now = clock.now().astimezone(clock.STOCKHOLM)
    return {
        "authority": settings.AUTHORITY,
        "demo": settings.DEMO,
        "case_number": found.case.number,
        "day": now.date(),
        "papers": papers,
        "legend": legend,
        "foot": f"Maskad kopia. Utskrivet av {by} {now:%Y-%m-%d} kl. {now:%H.%M}",
    }


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
