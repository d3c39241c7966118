"""The rulebook as it will stand on a day, with a proposal applied: the ground of test letters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from jobbtorg.letters import ProvisionText
from jobbtorg.rulebook.models import LetterText, Proposal, Provision, Riktlinje, setting

ANY_PROVISION = ProvisionText("0 kap. 0 §", "lagen", "Betydelse.")


class Noting(Mapping[str, str]):
    """Texts that remember which of them a letter asked for, and in which order."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts = texts
        self.asked: list[str] = []

    def __getitem__(self, key: str) -> str:
        """The text; an empty one for any key where only the asking matters."""
        if key not in self.asked:
            self.asked.append(key)
        return "" if self._texts is None else self._texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts or {})

    def __len__(self) -> int:
        return len(self._texts or {})


@dataclass
class Book:
    """What letters of a day are made of; `cited` is filled with the provisions that one cites."""

    day: date
    texts: Noting
    provisions: Mapping[str, ProvisionText] | None = None
    insats: str = "särskilt individanpassad stödinsats"
    goal_days: int = 30
    cited: set[str] = field(default_factory=set)

    def provision(self, key: str) -> ProvisionText:
        """The provision as it is cited that day."""
        self.cited.add(key)
        return ANY_PROVISION if self.provisions is None else self.provisions[key]


def blank() -> Book:
    """A rulebook without words, to see what a letter asks for."""
    return Book(date(2026, 1, 1), Noting())


def book_with(proposal: Proposal) -> Book:
    """The rulebook on the proposal's first day, as it will stand if the proposal is published."""
    day, content = proposal.valid_from, proposal.content or {}
    texts = dict(LetterText.objects.on(day).values_list("key", "text"))
    provisions = {
        row.key: ProvisionText(row.ref, row.law, row.meaning) for row in Provision.objects.on(day)
    }
    insats = Riktlinje.objects.on(day).get().insats
    if proposal.kind == Proposal.Kind.BREVTEXT and content:
        texts[proposal.key] = content["text"]
    if proposal.kind == Proposal.Kind.LAGRUM and content:
        told = {name: content[name] for name in ("ref", "law", "meaning")}
        provisions[proposal.key] = ProvisionText(**told)
    if proposal.kind == Proposal.Kind.RIKTLINJE and content:
        insats = content["insats"]
    goal = setting("mal_dagar_till_beslut", day)
    return Book(day, Noting(texts), provisions, insats, goal)
