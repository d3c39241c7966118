"""Why a document cannot be taken in, opened or noted as wrong: every reason at once."""

from collections.abc import Iterator
from datetime import date

from cases.models import Case, Document
from cases.writer_rules import against_writer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, User


def against_receiving(case: Case, by: User) -> list[Rule]:
    """Why this person takes in no documents in the case: its unit does, and the registrator."""
    rules = against_writer(case, by, "registrerar handlingar")
    if not rules and not case.is_seen_by(by):
        rules.append(Rule("unseen", "Du ser inte ärendet.", kind="forbidden"))
    return rules


def against_details(title: str, received_on: date) -> Iterator[Rule]:
    """What is wrong with what is told of the document."""
    if not title.strip():
        yield Rule("title", "Ange titel.", where="title")
    if received_on > clock.today():
        sentence = "Ankomstdagen kan inte ligga i framtiden."
        yield Rule("future", sentence, where="received_on")


def against_same(case: Case, sha256: str) -> Iterator[Rule]:
    """The same file is in the case already, and it is rightly there."""
    same = case.documents.current().filter(sha256=sha256).first()
    if same:
        sentence = f"Filen finns redan i ärendet: handling {same.number}, ”{same.title}”."
        yield Rule("same", sentence, kind="conflict", where="upload")


def against_opening(document: Document, by: User) -> Iterator[Rule]:
    """Why the document cannot be opened. It has been fetched with its scan."""
    if document.is_infected:
        sentence = f"Handlingen innehöll ett virus ({document.found}) och är stoppad för gott."
        yield Rule("infected", sentence, kind="forbidden")
    elif not document.is_clean:
        sentence = "Handlingen är inte virussökt än. Den går att öppna när det är klart."
        yield Rule("quarantine", sentence, kind="forbidden")
    if hasattr(document, "misfiling") and not by.holds(*CHEFER, unit=document.case.unit):
        sentence = (
            f"Handlingen är felregistrerad. Bara chefer på {document.case.unit} kan öppna den."
        )
        yield Rule("misfiled", sentence, kind="forbidden")


def against_misfiling(document: Document, reason: str, by: User) -> list[Rule]:
    """Why the document cannot be noted as wrongly registered."""
    rules = against_receiving(document.case, by)
    if hasattr(document, "misfiling"):
        sentence = "Handlingen är redan antecknad som felregistrerad."
        rules.append(Rule("misfiled", sentence, kind="conflict"))
    if not reason.strip():
        rules.append(Rule("reason", "Ange varför handlingen är felregistrerad.", where="reason"))
    return rules
