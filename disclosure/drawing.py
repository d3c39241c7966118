"""From papers to the bytes of a masked copy: each page drawn, painted over and printed anew."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from disclosure.copying_rules import may_mask
from disclosure.masking import letters, mask
from disclosure.models import Disclosure
from disclosure.papers import Paper
from disclosure.printing import Leaf, printed_copy
from disclosure.selection import Selection
from disclosure.sheets import Undrawable, sheets_of
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


@dataclass(frozen=True)
class Drawn:
    """A copy's bytes, what its row tells of it, and `of` what it was made."""

    of: str
    printed: Printed
    papers: list[dict[str, Any]]
    grounds: list[dict[str, Any]]
    masks: int

    def columns(self) -> dict[str, Any]:
        """What the row of the copy is made of."""
        told = {"papers": self.papers, "grounds": self.grounds, "masks": self.masks}
        return told | self.printed.columns()


def source_of(selection: Selection, papers: Sequence[Paper]) -> str:
    """What tells whether it would be the same copy: the masking, and each paper as it is."""
    known = [(paper.key, paper.sha256) for paper in papers]
    return hashlib.sha256(repr((selection, known)).encode()).hexdigest()


def draw(found: Disclosure, selection: Selection, papers: Sequence[Paper], *, by: User) -> Drawn:
    """All at once. Raises RuleBroken where a paper cannot be drawn."""
    leaves = [leaf for paper in papers for leaf in leaves_of(found, paper, selection)]
    return put_together(found, selection, papers, leaves, by=by)


def leaves_of(found: Disclosure, paper: Paper, selection: Selection) -> list[Leaf]:
    """The paper's pages after the masking. Raises RuleBroken where it cannot be drawn."""
    try:
        sheets = sheets_of(paper.pdf)
    except Undrawable as wrong:
        rule = Rule("undrawable", f"{paper.title}: {wrong}", kind="conflict")
        raise RuleBroken([rule]) from wrong
    marks = _marks(selection)
    phrases = selection.phrases if may_mask(found, paper) else ()
    leaves = []
    for n, sheet in enumerate(sheets, start=1):
        areas = [area for area in selection.areas_in(paper.key) if area.page == n]
        masked = mask(sheet, areas, phrases, marks)
        numbers = sorted({marks[ground] for ground in masked.grounds}, key=int)
        told = f"Maskat på sidan med stöd av: {', '.join(numbers)}." if numbers else ""
        leaves.append(Leaf(paper.in_copy, n, len(sheets), masked, paper.own, told))
    return leaves


def _marks(selection: Selection) -> dict[str, str]:
    """Each ground's number in the copy, in the order in which they were chosen."""
    grounds = [*(s.area.ground for s in selection.spots), *(p.ground for p in selection.phrases)]
    return {code: str(n) for n, code in enumerate(dict.fromkeys(grounds), start=1)}


def put_together(
    found: Disclosure,
    selection: Selection,
    papers: Sequence[Paper],
    leaves: Sequence[Leaf],
    *,
    by: User,
) -> Drawn:
    """The pages under their cover, printed once."""
    _against_left(leaves, selection)
    used = [ground for leaf in leaves for ground in leaf.masked.grounds]
    legend = list(_legend(selection, used))
    told = [
        {"title": p.in_copy, "pages": sum(x.title == p.in_copy for x in leaves)} for p in papers
    ]
    content = printed_copy(leaves, _context(found, told, legend, by))
    made = Printed(content, hashlib.sha256(repr((selection, legend)).encode()).hexdigest())
    return Drawn(source_of(selection, papers), made, told, legend, len(used))


def _legend(selection: Selection, used: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Each ground that something is masked on, and in how many places."""
    codes = Code.objects.on().filter(list=Code.List.SECRECY)
    labels = dict(codes.values_list("code", "label"))
    for code, mark in _marks(selection).items():
        if code in used:
            yield {"mark": mark, "label": labels[code], "count": used.count(code)}


def _against_left(leaves: Sequence[Leaf], selection: Selection) -> None:
    """No phrase that was to be masked is left in the text that is told beside the pictures."""
    for leaf in leaves:
        left = leaf.masked.text.casefold().split() if leaf.readable and leaf.masked.grounds else []
        words = {letters(word) for word in left}
        for phrase in selection.phrases:
            assert letters(phrase.text) not in words, "a masked phrase is left in the text"


def _context(
    found: Disclosure, papers: list[dict[str, Any]], legend: list[dict[str, Any]], by: User
) -> dict[str, Any]:
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
