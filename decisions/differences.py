"""What a later decision changes in an earlier one, and what of it is worse for the person.

FL 36–38 §§, SoL 14 kap. 9 §: shortening a period counts as a change to the person's detriment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.models import Outcome
from cases.rulings import RulingDraft, Rulings
from decisions.models import Decision, Ruling
from jobbtorg.letters import swedish_date

RANK = {"": 0, Outcome.REFUSED: 0, Outcome.PARTLY: 1, Outcome.GRANTED: 2}
SUBJECT = {"right": "Rätten till stöd", "may": "Stöd utöver rätten"}
NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One thing that stands otherwise: what it is, as it stood, and as it stands."""

    label: str
    before: str
    now: str


def rulings_of(decision: Decision) -> Rulings:
    """The decision's rulings, as they would be written."""
    found = {ruling.basis: _draft(ruling) for ruling in decision.rulings.all()}
    none = RulingDraft()
    return Rulings(
        found.get(Ruling.Basis.RIGHT, none), found.get(Ruling.Basis.MAY, none), decision.reply_met
    )


def _draft(ruling: Ruling) -> RulingDraft:
    return RulingDraft(
        ruling.outcome,
        ruling.circumstances,
        ruling.reasons,
        ruling.period_from,
        ruling.period_to,
        ruling.scope,
    )


def differences(old: Rulings, new: Rulings) -> list[Difference]:
    """Everything that the new rulings say otherwise, in the order in which a letter tells it."""
    found = []
    for name, subject in SUBJECT.items():
        before, now = getattr(old, name).as_ruled(), getattr(new, name).as_ruled()
        told = zip(_told(subject, before), _told(subject, now), strict=True)
        found += [Difference(label, a, b) for (label, a), (_, b) in told if a != b]
    return found


def _told(subject: str, ruling: RulingDraft) -> Iterator[tuple[str, str]]:
    yield f"{subject}: utfall", Outcome(ruling.outcome).label if ruling.outcome else NOTHING
    yield f"{subject}: vad som beviljas", ruling.scope or NOTHING
    yield f"{subject}: från och med", swedish_date(ruling.period_from) or NOTHING
    yield f"{subject}: till och med", swedish_date(ruling.period_to) or NOTHING
    yield f"{subject}: avgörande omständigheter", ruling.circumstances or NOTHING
    yield f"{subject}: skäl", ruling.reasons or NOTHING


def gives_otherwise(old: RulingDraft, new: RulingDraft) -> bool:
    """Whether the ruling itself is another, and not only its reasons."""
    return _given(old) != _given(new)


def _given(ruling: RulingDraft) -> tuple[str, str, date | None, date | None]:
    ruled = ruling.as_ruled()
    return ruled.outcome, ruled.scope, ruled.period_from, ruled.period_to


def days(rulings: Rulings) -> tuple[date | None, date | None]:
    """The first and the last day of all that is granted; None where nothing is."""
    granting = [r.as_ruled() for r in (rulings.right, rulings.may) if r.grants]
    first = [r.period_from for r in granting if r.period_from]
    last = [r.period_to for r in granting if r.period_to]
    return min(first, default=None), max(last, default=None)


def worse(old: Rulings, new: Rulings) -> list[str]:
    """What is to the person's detriment, each in a sentence; empty where nothing is."""
    found = []
    if RANK[new.right.outcome] < RANK[old.right.outcome]:
        found.append("Personen får mindre enligt rätten till stöd än förut.")
    if _most(new) < _most(old):
        found.append("Personen får mindre stöd än förut.")
    (first, last), (begins, ends) = days(old), days(new)
    if first and begins and begins > first:
        found.append(f"Stödet börjar senare än förut: {begins} i stället för {first}.")
    if last and ends and ends < last:
        found.append(f"Stödet slutar tidigare än förut: {ends} i stället för {last}.")
    return found


def _most(rulings: Rulings) -> int:
    return max(RANK[rulings.right.outcome], RANK[rulings.may.outcome])
