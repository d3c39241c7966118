"""What goes to the court with an appeal: a cover with the dates, and every paper. FL 46 §."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from appeals.bundle import Bundle, Entry, Part, image_as_pdf, printed
from appeals.models import Appeal, Transfer
from appeals.timeliness import timeliness
from cases.models import Case, Document, Investigation
from decisions.basis import sections
from decisions.legal_force import notice_for
from decisions.models import Decision
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.files.keeping import fetch
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User

Kind = Transfer.Kind
STYLE = (settings.BASE_DIR / "templates/appeals/court.css").read_text(encoding="utf-8")
IMAGES = ("jpeg", "png", "webp", "tiff")
TITLES: dict[str, str] = {
    Kind.HANDOVER: "Överlämnande av överklagande",
    Kind.FORWARD: "Vidarebefordran av överklagande",
    Kind.LATER: "Komplettering i överklagat ärende",
    Kind.ELSEWHERE: "Överklagande som hör till er",
}


@dataclass(frozen=True)
class Out:
    """What is sent: which kind, how, on which day, to whom, and what is said beside it."""

    kind: str
    how: str
    sent_on: date
    to: str = ""
    note: str = ""

    @property
    def recipient(self) -> str:
        """The court, but for what is another authority's."""
        return self.to.strip() or str(settings.AUTHORITY["court"])


def bundle(appeal: Appeal, out: Out, *, by: User) -> Bundle:
    """The whole of what is sent, ready to print."""
    parts = tuple(PARTS[Kind(out.kind)](appeal))
    title = TITLES[out.kind]
    context = _context(appeal, out, by) | {"title": title}

    def cover(entries: Sequence[Entry]) -> str:
        return render_to_string("appeals/missiv.html", context | {"entries": entries})

    return Bundle(title, f"{appeal.case.number}, dnr {appeal.dnr}", cover, parts, STYLE)


def _context(appeal: Appeal, out: Out, by: User) -> dict[str, Any]:
    """What the cover tells: who, which decision, and every day that the court tries by."""
    decision = appeal.decision
    dispatches = [row for row in decision.letter.dispatches.all() if not row.is_undelivered]
    return {
        "appeal": appeal,
        "case": appeal.case,
        "decision": decision,
        "kind": out.kind,
        "out": out,
        "by": by,
        "title_of": by.acting_as(),
        "authority": settings.AUTHORITY,
        "dispatch": next(iter(dispatches), None),
        "time": timeliness(appeal) if appeal.is_besvar else None,
        "trial": getattr(appeal, "trial", None),
        "review": getattr(appeal, "review", None),
        "notice": notice_for(decision),
        "not_sent": [row for row in _all_documents(appeal) if not _sendable(row)],
        "stated": bool(appeal.statements.all()),
        "demo": settings.DEMO,
    }


def _whole(appeal: Appeal) -> Iterator[Part]:
    """Överlämnande: the appeal, the decisions, the basis, the yttrande, all else, the journal."""
    own = [row.document for row in _papers(appeal)]
    yield from _documents(own, "Överklagandet: ")
    yield from _decisions(appeal.decision)
    yield from _basis(appeal)
    yield from _statements(appeal)
    others = [row for row in _all_documents(appeal) if row not in own]
    yield from _documents(others, "")
    yield _written("Journalen", journal_html(appeal.case))


def _forwarded(appeal: Appeal) -> Iterator[Part]:
    """Laglighetsprövning: the appeal as it came, and the decision that it is against."""
    yield from _documents([row.document for row in _papers(appeal)], "Överklagandet: ")
    yield from _decisions(appeal.decision)


def _since(appeal: Appeal) -> Iterator[Part]:
    """What has come, or been written, since the court last got something."""
    last = max(row.made_at for row in appeal.transfers.all())
    fresh = [row.document for row in _papers(appeal) if row.noted_at > last]
    yield from _documents(fresh, "Till överklagandet: ")
    for statement in appeal.statements.all():
        if statement.decided_at > last:
            yield _statement(statement)


def _as_it_came(appeal: Appeal) -> Iterator[Part]:
    yield from _documents([row.document for row in _papers(appeal)], "")


PARTS = {
    Kind.HANDOVER: _whole,
    Kind.FORWARD: _forwarded,
    Kind.LATER: _since,
    Kind.ELSEWHERE: _as_it_came,
}


def _papers(appeal: Appeal) -> Any:
    return appeal.papers.select_related("document__type")


def _all_documents(appeal: Appeal) -> Any:
    """Every document that is rightly in the case, the oldest first."""
    return appeal.case.documents.current().listed().order_by("number")


def _sendable(document: Document) -> bool:
    return bool(document.is_clean)


def _documents(documents: Sequence[Document], before: str) -> Iterator[Part]:
    """Each that a scanner has found clean, under its title and the day it came."""
    clean = Document.objects.with_scan().in_bulk([row.pk for row in documents])
    for document in documents:
        if clean[document.pk].is_clean:
            title = f"{before}{document.title}, kom in {document.received_on}"
            make = partial(as_pdf, document, title)
            yield Part(f"{title} (handling {document.number})", document.sha256, make)


def as_pdf(document: Document, title: str) -> bytes:
    """The document itself; of a Word file a page that says that it goes beside.

    Raises RuleBroken where the kept file is not the one that was taken in.
    """
    content = _content(document)
    if document.kind == "pdf":
        return content
    if document.kind in IMAGES:
        return image_as_pdf(content)
    text = content.decode("utf-8", "replace") if document.kind == "txt" else ""
    context = {"document": document, "title": title, "text": text}
    return printed(render_to_string("appeals/own_file.html", context), STYLE)


def _content(document: Document) -> bytes:
    try:
        with fetch(document.key) as file:
            content: bytes = file.read()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != document.sha256:
        sentence = f"Handling {document.number} saknas eller har ändrats sedan den lades in. "
        told = f"{sentence}Hör av dig till supporten."
        raise RuleBroken([Rule("file", told, kind="conflict")])
    return content


def _decisions(appealed: Decision) -> Iterator[Part]:
    """The appealed decision, and whatever has taken its place since. FL 46 § second paragraph."""
    found: Decision | None = appealed
    while found is not None:
        title = f"Beslut {found.number}, {found.get_kind_display().lower()}, {found.decided_on}"
        yield _kept(title, found.letter)
        found = Decision.objects.filter(changes=found).select_related("letter").first()


def _basis(appeal: Appeal) -> Iterator[Part]:
    """The investigation, as the one who decided had it before them."""
    found = investigations_of(appeal.case).filter(application=appeal.decision.application).first()
    if found:
        yield _written("Utredningen", basis_html(found))


def investigations_of(case: Case) -> QuerySet[Investigation]:
    """The case's investigations, each with all its parts, the oldest first."""
    rows = Investigation.objects.with_parts().filter(application__case=case).order_by("pk")
    return rows.select_related("application__case", "riktlinje", "investigator")


def basis_pdf(found: Investigation) -> bytes:
    """The investigation on paper."""
    return printed(basis_html(found), STYLE)


def basis_html(found: Investigation) -> str:
    """The investigation, without the list of documents."""
    shown = [part for part in sections(found) if part["title"] != "Handlingar"]
    told = {"sections": shown, "case": found.application.case, "demo": settings.DEMO}
    return render_to_string("appeals/basis.html", told)


def _statements(appeal: Appeal) -> Iterator[Part]:
    for statement in appeal.statements.all():
        yield _statement(statement)


def _statement(statement: Any) -> Part:
    return _kept(f"Yttrande {statement.decided_at:%Y-%m-%d}", statement)


def journal_pdf(case: Case) -> bytes:
    """The journal on paper."""
    return printed(journal_html(case), STYLE)


def journal_html(case: Case) -> str:
    """The journal, the oldest entry first."""
    entries = case.journal.order_by("pk").select_related("correction")
    told = {"entries": entries, "case": case, "demo": settings.DEMO}
    return render_to_string("appeals/journal.html", told)


def _kept(title: str, letter: StoredLetter) -> Part:
    """A letter as it was sent, byte for byte."""
    return Part(title, letter.sha256, lambda: bytes(letter.pdf))


def _written(title: str, html: str) -> Part:
    """What is printed as it stands now."""
    source = hashlib.sha256(html.encode()).hexdigest()
    return Part(title, source, partial(printed, html, STYLE))
