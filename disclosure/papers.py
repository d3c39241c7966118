"""What a case holds that someone may ask to see: each paper under a key, as PDF when asked for."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.utils.formats import date_format

from appeals.court_papers import IMAGES, as_pdf, basis_pdf, investigations_of, journal_pdf
from appeals.models import PartyLetter, Statement
from cases.models import CancellationLetter, Case, Sending, Summons
from decisions.models import Hearing, Letter
from followup.models import JobPlan
from jobbtorg.letters.stored import StoredLetter

SHOWN_AS_PAGES = ("pdf", "txt", *IMAGES)
WORD = "Ett Word-dokument går inte att maska här. Spara det som pdf och lägg in det i ärendet."
OF_APPEAL = "appeal__decision__application__case"
UNSCANNED = "Handlingen är inte virussökt än, eller stoppad."


@dataclass(frozen=True)
class Paper:
    """One paper: its key and title, whose words it is in, and how its pages are fetched."""

    key: str
    title: str
    fetch: Callable[[], bytes]
    own: bool = True  # ours: the text of the file is what is seen on the page
    is_decision: bool = False  # a party always sees the decision itself. OSL 10 kap. 3 §
    against: str = ""  # why it cannot be copied; empty where it can
    shown: str = ""  # its name in the copy, where the title is someone's own words
    known: str = ""  # what kept bytes hash to; what is printed now is hashed when it is printed

    @cached_property
    def pdf(self) -> bytes:
        """The paper as PDF, fetched once."""
        return self.fetch()

    @property
    def in_copy(self) -> str:
        """What the copy calls it: the title of what has come in may itself be secret."""
        return self.shown or self.title

    @cached_property
    def sha256(self) -> str:
        """What tells whether the paper is the one that was masked."""
        return self.known or hashlib.sha256(self.pdf).hexdigest()


def papers_of(case: Case) -> list[Paper]:
    """Every paper of the case: what we have written first, then what has come in."""
    return [*_letters(case), *_written(case), *_documents(case)]


def chosen_from(case: Case, keys: Iterable[str]) -> list[Paper]:
    """The papers of these keys, in the case's order; what cannot be copied is left out."""
    wanted = set(keys)
    return [paper for paper in papers_of(case) if paper.key in wanted and not paper.against]


def _letters(case: Case) -> Iterator[Paper]:
    """Letters as they were sent, byte for byte."""
    for letter in _rows(Letter, decision__application__case=case).select_related("decision"):
        decision = letter.decision
        title = f"Beslut {decision.number}, {decision.get_kind_display().lower()}, "
        title += date_format(decision.decided_on)
        yield Paper(
            f"beslut-{letter.pk}", title, _stored(letter), is_decision=True, known=letter.sha256
        )
    kinds: tuple[tuple[str, str, Any, str], ...] = (
        ("underlag", "Underlag inför beslut", Sending, "investigation__application__case"),
        ("horande", "Underlag inför ändring", Hearing, "decision__application__case"),
        ("kallelse", "Kallelse", Summons, "case"),
        ("installt", "Brev om inställt möte", CancellationLetter, "cancellation__summons__case"),
        ("jobbplan", "Jobbplan", JobPlan, "assignment__application__case"),
        ("yttrande", "Yttrande till rätten", Statement, OF_APPEAL),
        ("brev", "Brev om överklagandet", PartyLetter, f"transfer__{OF_APPEAL}"),
    )  # fmt: skip
    for name, title, model, path in kinds:
        for row in _rows(model, **{path: case}):
            day = date_format(row.made_at.date())
            yield Paper(f"{name}-{row.pk}", f"{title}, {day}", _stored(row), known=row.sha256)


def _rows(model: Any, **told: Any) -> Any:
    return model.objects.filter(**told).order_by("pk").defer("pdf")


def _stored(row: StoredLetter) -> Callable[[], bytes]:
    return lambda: bytes(row.pdf)


def _written(case: Case) -> Iterator[Paper]:
    """What is printed now, as it stands now."""
    for found in investigations_of(case):
        day = date_format(found.application.arrived_on)
        title = f"Utredningen av ansökan från {day}"
        yield Paper(f"utredning-{found.pk}", title, partial(basis_pdf, found))
    yield Paper("journal", "Journalen", partial(journal_pdf, case))


def _documents(case: Case) -> Iterator[Paper]:
    """What has come in."""
    for row in case.documents.current().listed().order_by("number"):
        title = f"Handling {row.number}: {row.title}, kom in {date_format(row.received_on)}"
        against = "" if row.is_clean else UNSCANNED
        if row.kind not in SHOWN_AS_PAGES:
            against = WORD
        shown = f"Handling {row.number}, kom in {date_format(row.received_on)}"
        fetch = partial(as_pdf, row, shown)
        key = f"handling-{row.number}"
        known = row.sha256
        yield Paper(key, title, fetch, own=False, against=against, known=known, shown=shown)
