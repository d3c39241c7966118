"""From the content of a letter to its HTML and its PDF; the same content gives the same bytes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
from django.template import Context, Engine
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from jobbtorg.letters import accessibility, archive
from jobbtorg.letters.content import Letter
from jobbtorg.letters.tags import line

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FOLDER = TEMPLATES / "letters"
_local = threading.local()


class ForeignFile(Exception):
    """Something in the letter asked for a file from outside; such a letter is not made."""


class LetterFiles(URLFetcher):  # type: ignore[misc]
    """Serves what a letter itself brings along; refuses, and remembers, every other request."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """A file of the letter's own; anything else raises ForeignFile."""
        if url not in self._files:
            self.refused.append(url)
            raise ForeignFile(url)
        return URLFetcherResponse(url, self._files[url], {"Content-Type": "image/svg+xml"})


@dataclass(frozen=True)
class Manuscript:
    """A letter before it is printed: its HTML, and what the PDF brings along."""

    html: str
    mark_svg: str = ""
    watermark: str = ""

    @property
    def content_hash(self) -> str:
        """By which the bytes of the same content are found again."""
        return hashlib.sha256(self.html.encode()).hexdigest()

    def pdf(self) -> bytes:
        """The letter as PDF/UA-1 and PDF/A-2a at once, ready to print and to store.

        Raises ForeignFile where the mark refers to other files.
        """
        own = {"letter:mark": self.mark_svg}
        if self.watermark:
            own["letter:watermark"] = _watermark(self.watermark)
        files = LetterFiles(own)
        document = HTML(string=self.html, url_fetcher=files, base_url="letter:")
        result: bytes = document.write_pdf(
            font_config=_fonts(),
            stylesheets=[_stylesheet()],
            pdf_variant="pdf/a-2a",
            pdf_identifier=True,
            finisher=_finish,
        )
        if files.refused:  # WeasyPrint goes on without what it cannot fetch; a letter must not
            raise ForeignFile(files.refused[0])
        return result


def manuscript(
    template: str, content: Letter, values: Mapping[str, str], *, dated: date, **more: Any
) -> Manuscript:
    """The letter that the template makes of the content; `values` fill its sentences.

    Raises LetterTextError where a sentence is missing or unusable.
    """
    context = {
        "content": content,
        "authority": content.authority,
        "recipient": content.recipient,
        "dated": dated,
        "texts": content.texts,
        "values": {name: line(value) for name, value in values.items()},
    }
    html = _engine().get_template(f"letters/{template}").render(Context(context | more))
    return Manuscript(html, content.authority.mark_svg, content.watermark)


def _finish(document: object, pdf: pydyf.PDF) -> None:
    """WeasyPrint's finisher: what it leaves undone of the two standards."""
    accessibility.footers_as_artifacts(pdf)
    accessibility.paragraphs_in_items(pdf)
    archive.name_both_standards(pdf)


@cache
def _engine() -> Engine:
    """An engine of the letters' own: no context processors, no request, always escaping."""
    return Engine(
        dirs=[str(TEMPLATES)],
        libraries={"letters": "jobbtorg.letters.tags"},
        builtins=["jobbtorg.letters.tags"],
    )


def _watermark(word: str) -> str:
    """The word as a picture of the page's size; painted as background, so outside the tags."""
    template = _engine().get_template("letters/watermark.svg")
    return template.render(Context({"word": line(word)}))


def _fonts() -> FontConfiguration:
    """The machine's fonts, read once per thread: Pango's font map is not for sharing."""
    if not hasattr(_local, "fonts"):
        _local.fonts = FontConfiguration()
    return _local.fonts


def _stylesheet() -> CSS:
    """The letters' style, parsed once per thread."""
    if not hasattr(_local, "stylesheet"):
        source = (FOLDER / "letter.css").read_text(encoding="utf-8")
        files = LetterFiles({})
        _local.stylesheet = CSS(string=source, font_config=_fonts(), url_fetcher=files)
    return _local.stylesheet
