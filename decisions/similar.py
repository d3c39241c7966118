"""Whether reasons are nearly those of another decision: told, never refused. G3 of users.md.

JO has criticised preset reasons; each decision tells of its own case. FL 32 §.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from cases.models import Case, Outcome
from cases.rulings import Rulings
from decisions.models import Ruling
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Unit
from jobbtorg.rulebook.models import setting

LATEST = 300  # rulings of the unit that a text is held against
FEWEST = 20  # words: shorter texts are alike by chance


@dataclass(frozen=True)
class Likeness:
    """Another decision, and how much of the text is as in it."""

    number: str
    percent: int

    def __str__(self) -> str:
        return (
            f"Texten är till {self.percent} procent densamma som i beslut {self.number}. "
            "Skriv det som gäller den här personen."
        )


def nearly_as(text: str, *, outcome: str, unit: Unit, excluding: Case) -> Likeness | None:
    """The decision with the same outcome at the unit whose text is most like this one.

    Compares with the reasons and the circumstances of the unit's latest rulings in other cases;
    None when none is alike to more than what the rulebook says.
    """
    least = int(setting("varna_likhet_procent"))
    words = text.casefold().split()
    if len(words) < FEWEST:
        return None
    earlier = (
        Ruling.objects.filter(outcome=outcome, decision__unit=unit)
        .exclude(decision__application__case=excluding)
        .order_by("-decision__decided_at", "-pk")
        .values_list("decision__number", "reasons", "circumstances")[:LATEST]
    )
    told = {(number, other) for number, *texts in earlier for other in texts}
    found = ((likeness(words, other, least), number) for number, other in sorted(told))
    percent, number = max(found, default=(0.0, ""))
    return Likeness(number, int(percent)) if percent > least else None


def against_likeness(case: Case, rulings: Rulings, *, confirmed: bool) -> Iterator[Rule]:
    """Reasons that are nearly those of another decision are asked about once, and never barred."""
    for prefix, ruling in (("right", rulings.right), ("may", rulings.may)):
        if confirmed or ruling.outcome not in (Outcome.REFUSED, Outcome.PARTLY):
            continue
        for text in (ruling.circumstances, ruling.reasons):
            found = nearly_as(text, outcome=ruling.outcome, unit=case.unit, excluding=case)
            if found:
                yield Rule(f"similar_{prefix}", str(found), "32 § FL", where="similar_confirmed")
                break


def likeness(words: list[str], other: str, least: int = 0) -> float:
    """How many percent of the words stand in both texts in the same order; 0 below `least`."""
    matcher = SequenceMatcher(None, words, other.casefold().split(), autojunk=False)
    if 100 * matcher.real_quick_ratio() < least or 100 * matcher.quick_ratio() < least:
        return 0.0  # what the slow comparison never reaches
    return 100 * matcher.ratio()
