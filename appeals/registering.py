"""The official acts of an arriving appeal: register it, add to it, register it anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.formats import date_format

from appeals import registering_rules as rules
from appeals.models import Appeal, AppealPaper
from appeals.registering_rules import AppealData
from cases.actions import lock_case, name_on_case
from cases.documents import DocumentData, receive
from cases.journal import record
from cases.models import Case, Document, JournalEntry
from decisions.models import Decision
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.arrivals import needs_reason
from jobbtorg.files.keeping import writes_files
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code

File = tuple[IO[bytes], str]  # a file and its name


@dataclass(frozen=True)
class Papers:
    """The papers of an appeal: documents of the case, and files that come in with it."""

    documents: Sequence[Document] = ()
    files: Sequence[File] = ()

    def __len__(self) -> int:
        return len(self.documents) + len(self.files)


@writes_files
@act
def register(
    decision: Decision,
    told: AppealData,
    papers: Papers,
    *,
    by: User,
    replaces: Appeal | None = None,
    because: str = "",
) -> Appeal:
    """Registers an appeal with its papers; the clock runs from the day it came in. FL 43 and 46 §§.

    `replaces` was registered wrong, `because` of what. Raises RuleBroken.
    """
    case = lock_case(decision.application.case)
    refuse(
        rules.against_registering(case, by),
        rules.against_replacing(replaces, because, by) if replaces else [],
        rules.against_details(decision, told, len(papers), replaces),
    )
    arrival = told.arrival
    appeal = Appeal.objects.create(
        decision=decision,
        concerns=told.concerns,
        dnr=told.dnr.strip(),
        noticed_on=arrival.noticed_on,
        arrived_on=arrival.arrived_on,
        delivery=arrival.delivery,
        arrival_reason=arrival.reason.strip() if needs_reason(arrival) else "",
        court_arrived_on=told.court_arrived_on,
        by=told.by,
        representative=told.representative,
        name=told.name.strip(),
        unsigned=told.unsigned,
        asks=told.asks.strip(),
        replaces=replaces,
        replaced_because=because.strip() if replaces else "",
        registered_by=by,
        registered_at=clock.now(),
    )
    _attach(appeal, case, papers, by=by)
    _note(appeal, by=by)
    if decision.by_namnd and case.person.is_protected:
        name_on_case(case)  # the nämndsekreterare too: the nämnd itself speaks of it to the court
    return appeal


def _note(appeal: Appeal, *, by: User) -> None:
    """In the journal: that it came, when and how, against what."""
    title = f"Överklagande kom in {date_format(appeal.arrived_on)}"
    if appeal.replaces:
        title = f"Överklagande registrerat på nytt, {appeal.dnr}"
    text = (
        f"Dnr {appeal.dnr}. {appeal.get_delivery_display()}. Gäller beslut "
        f"{appeal.decision.number}: {appeal.get_concerns_display().lower()}."
    )
    more = appeal.replaced_because or appeal.asks
    record(
        appeal.case,
        title,
        by=by,
        text=f"{text}\n{more}".strip(),
        event_on=appeal.arrived_on,
        kind=JournalEntry.Kind.APPLICATION,
    )


@writes_files
@act
def add_papers(appeal: Appeal, papers: Papers, *, by: User) -> list[AppealPaper]:
    """Adds what the person has sent since; what is the court's already is sent on. FL 46 §.

    Raises RuleBroken.
    """
    case = lock_case(appeal.case)
    refuse(rules.against_adding(appeal, [*papers.documents, *papers.files], by))  # type: ignore[list-item]
    added = _attach(appeal, case, papers, by=by)
    numbers = ", ".join(str(row.document.number) for row in added)
    record(
        case,
        f"Överklagande {appeal.dnr} kompletterades",
        by=by,
        text=f"Handling {numbers}",
        kind=JournalEntry.Kind.DOCUMENT,
    )
    return added


def _attach(appeal: Appeal, case: Case, papers: Papers, *, by: User) -> list[AppealPaper]:
    """The papers in their order; files come in to the case as documents first."""
    kind = Code.objects.on().get(list=Code.List.DOCUMENT_TYPE, code="overklagande")
    told = DocumentData(kind.label, kind, appeal.arrived_on)
    documents = [
        *papers.documents,
        *(receive(case, file, name, told, by=by) for file, name in papers.files),
    ]
    return [
        AppealPaper.objects.create(
            appeal=appeal, document=document, noted_by=by, noted_at=clock.now()
        )
        for document in documents
    ]


def carried_over(appeal: Appeal) -> list[Document]:
    """The papers of what is registered anew go with it."""
    return [row.document for row in appeal.papers.select_related("document")]
