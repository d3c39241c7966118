"""What someone is preparing to give: the papers chosen, and what is to be masked in them.

It is its writer's own draft until a copy is made of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cases import drafts
from cases.models import Draft
from disclosure.masking import Area, Phrase
from disclosure.models import Disclosure
from jobbtorg.organisation.models import User

SIGN = "|"


@dataclass(frozen=True)
class Spot:
    """An area in a paper as it was that day: `sha256` tells when the paper has changed since."""

    paper: str
    sha256: str
    area: Area

    def as_text(self) -> str:
        """One line of the draft."""
        a = self.area
        numbers = (a.page, a.left, a.top, a.width, a.height)
        return SIGN.join([self.paper, self.sha256, *map(str, numbers), a.ground])

    @classmethod
    def from_text(cls, line: str) -> "Spot":
        """The same from the draft."""
        paper, sha256, *numbers, ground = line.split(SIGN)
        page, left, top, width, height = (int(n) for n in numbers)
        return cls(paper, sha256, Area(page, left, top, width, height, ground))


@dataclass(frozen=True)
class Selection:
    """The papers by their keys, the areas in them, and the phrases that are masked in all."""

    papers: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    phrases: tuple[Phrase, ...] = field(default=())

    def areas_in(self, paper: str) -> list[Area]:
        """The areas of one paper."""
        return [spot.area for spot in self.spots if spot.paper == paper]

    def with_papers(self, keys: Sequence[str]) -> "Selection":
        """Other papers; what was masked in those that are left out goes with them."""
        kept = tuple(spot for spot in self.spots if spot.paper in keys)
        return replace(self, papers=tuple(keys), spots=kept)

    def data(self) -> dict[str, list[str]]:
        """As the draft keeps it."""
        return {
            "papers": list(self.papers),
            "spots": [spot.as_text() for spot in self.spots],
            "phrases": [f"{phrase.ground}{SIGN}{phrase.text}" for phrase in self.phrases],
        }


def draft_name(disclosure: Disclosure) -> str:
    """What it is kept under; no form of a page is kept under the same."""
    return f"maskning-{disclosure.pk}"


def selection_of(disclosure: Disclosure, user: User) -> Selection:
    """What the user has chosen and masked so far."""
    row = drafts.find(user, disclosure.case, draft_name(disclosure))
    data = row.data if row else {}
    phrases = (line.partition(SIGN) for line in data.get("phrases", []))
    return Selection(
        tuple(data.get("papers", [])),
        tuple(Spot.from_text(line) for line in data.get("spots", [])),
        tuple(Phrase(text, ground) for ground, _, text in phrases),
    )


def revision_of(disclosure: Disclosure, user: User) -> int:
    """How many times the user has chosen or masked; 0 where nothing is chosen."""
    row = drafts.find(user, disclosure.case, draft_name(disclosure))
    return row.revision if row else 0


def keep(disclosure: Disclosure, selection: Selection, user: User) -> None:
    """Keeps it, whatever was there."""
    name = draft_name(disclosure)
    before = drafts.find(user, disclosure.case, name)
    drafts.keep(user, disclosure.case, name, selection.data(), before.revision if before else 0)


def discard(disclosure: Disclosure) -> None:
    """Throws away everyone's, when there is nothing more to prepare."""
    Draft.objects.filter(case=disclosure.case, form=draft_name(disclosure)).delete()
