"""Whether what a case holds is as it was written: rows, letters and files, one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cases import scanning
from cases.changes import rows_of
from cases.models import Case, Document, Sending
from decisions.models import Decision, Letter, Ruling
from decisions.stored import deviates, stored
from jobbtorg.audit.verifying import CHECKS, row_breaks
from jobbtorg.letters.stored import StoredLetter


@dataclass
class Verified:
    """One thing in the case: what it is, what it hashes to if it has bytes, what is wrong."""

    what: str
    wrong: list[str]
    sha256: str = ""
    rests_on: str = ""


def verified(case: Case) -> Iterator[Verified]:
    """Everything in the case that is written once, and its latest values; the decisions first."""
    for decision in Decision.objects.of(case).select_related("letter"):
        yield from _decision(decision)
    for sending in Sending.objects.filter(investigation__application__case=case):
        yield _letter(f"Underlag {sending.sent_on}", sending)
    for document in Document.objects.not_infected().filter(case=case):
        wrong = scanning.deviation(document)
        found = _rows(f"Handling {document.number}", [document])
        found.wrong += [f"Filen är {wrong}."] if wrong else []
        found.sha256 = document.sha256
        yield found
    yield _rows("Journalen", case.journal.all())
    yield _rows("Ärendet, personen och utredningen", rows_of(case))


def _decision(decision: Decision) -> Iterator[Verified]:
    found = _rows(
        f"Beslut {decision.number}", [decision, *Ruling.objects.filter(decision=decision)]
    )
    found.rests_on = decision.rests_on
    yield found
    letter = Letter.objects.filter(decision=decision).first()
    if letter:
        yield _letter(f"Brevet till beslut {decision.number}", letter)


def _letter(what: str, letter: StoredLetter) -> Verified:
    """The stored bytes, hashed anew."""
    found = _rows(what, [letter])
    found.sha256 = letter.sha256
    if deviates(letter.sha256, bytes(letter.pdf)):
        found.wrong.append("Brevets innehåll stämmer inte med kontrollsumman.")
    return found


def _rows(what: str, rows: Iterable[Any]) -> Verified:
    """The rows, held against the chain and their history."""
    keys: dict[Any, list[int]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    wrong = [sentence for model, pks in keys.items() for sentence in row_breaks(model, pks)]
    return Verified(what, wrong)


def letters() -> Iterator[str]:
    """For the check of everything: each stored letter that no longer hashes to what it did."""
    for name, sha256, pdf in stored():
        if deviates(sha256, pdf):
            yield f"{name}: brevets innehåll är ändrat."


def documents() -> Iterator[str]:
    """The same for each kept file, which lies beside the database."""
    for file in scanning.kept():
        wrong = scanning.deviation(file)
        if wrong:
            yield f"{file.place}: {wrong}"


CHECKS.extend([letters, documents])
