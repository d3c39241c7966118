"""Why no copy is made of what has been chosen."""

from collections.abc import Iterator, Sequence

from disclosure.models import Disclosure
from disclosure.papers import Paper
from disclosure.rules import against_grounds
from disclosure.selection import Selection
from disclosure.sheets import length_of
from jobbtorg.acts import Rule
from jobbtorg.rulebook.models import setting


def may_mask(found: Disclosure, paper: Paper) -> bool:
    """A party always sees the decision itself. OSL 10 kap. 3 § second paragraph, FL 33 §."""
    return not (found.is_partys and paper.is_decision)


def against_copying(
    found: Disclosure, selection: Selection, papers: Sequence[Paper]
) -> Iterator[Rule]:
    """Nothing chosen, a paper that has changed, a ground that does not hold, too many pages."""
    if not papers:
        yield Rule("papers", "Välj minst en handling.", where="papers")
    sha256 = {paper.key: paper.sha256 for paper in papers}
    changed = {s.paper for s in selection.spots if sha256.get(s.paper) != s.sha256}
    for paper in papers:
        if paper.key in changed:
            sentence = (
                f"{paper.title} har ändrats sedan du maskerade. Ta bort områdena och maska igen."
            )
            yield Rule("changed", sentence, kind="conflict")
        if not may_mask(found, paper) and selection.areas_in(paper.key):
            sentence = "Parten har alltid rätt att se själva beslutet."
            yield Rule("decision", sentence, "10 kap. 3 § OSL", "conflict")
    grounds = [spot.area.ground for spot in selection.spots]
    yield from against_grounds(found, [*grounds, *(p.ground for p in selection.phrases)])
    most = setting("utlamnande_sidor")
    if sum(length_of(paper.pdf) for paper in papers) > most:
        yield Rule("pages", f"Kopian får ha högst {most} sidor. Dela upp den.", where="papers")


def against_area(page: int, left: int, top: int, width: int, height: int) -> Iterator[Rule]:
    """An area is on the page and has a size."""
    if page < 1 or not (0 <= left < 1000 and 0 <= top < 1000):
        yield Rule("place", "Området börjar utanför sidan.", where="left")
    elif not (0 < width <= 1000 - left and 0 < height <= 1000 - top):
        yield Rule("size", "Området slutar utanför sidan eller saknar storlek.", where="width")
