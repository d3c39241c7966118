"""From the content of a letter to its HTML and its PDF; the same content gives the same bytes."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from decisions.letters import accessibility
from decisions.letters.content import LetterContent
from decisions.letters.tags import line
from decisions.letters.texts import values

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


def html(content: LetterContent) -> str:
    """The letter as HTML. Raises LetterTextError where a sentence is missing or unusable."""
    template = _engine().get_template("letters/beslut.html")
    return template.render(Context(_context(content)))


def pdf(content: LetterContent) -> bytes:
    """The letter as a tagged PDF (PDF/UA-1), ready to print and to store.

    Raises LetterTextError as `html` does, and ForeignFile where the mark refers to other files.
    """
    own = {"letter:mark": content.authority.mark_svg}
    if content.watermark:
        own["letter:watermark"] = _watermark(content.watermark)
    files = LetterFiles(own)
    document = HTML(string=html(content), url_fetcher=files, base_url="letter:")
    result: bytes = document.write_pdf(
        font_config=_fonts(),
        stylesheets=[_stylesheet()],
        pdf_variant="pdf/ua-1",
        pdf_identifier=True,
        finisher=accessibility.footers_as_artifacts,
    )
    if files.refused:  # WeasyPrint goes on without what it cannot fetch; a letter must not
        raise ForeignFile(files.refused[0])
    return result


def _context(content: LetterContent) -> dict[str, Any]:
    """What the template reads; the sentences themselves come through its tag `text`."""
    filled = {name: line(value) for name, value in values(content).items()}
    return {
        "content": content,
        "authority": content.authority,
        "recipient": content.recipient,
        "right": content.right,
        "may": content.may,
        "period": content.period,
        "routes": [str(route) for route in content.routes],
        "by": "namnd" if content.meeting else "",
        "texts": content.texts,
        "values": filled,
    }


@cache
def _engine() -> Engine:
    """An engine of the letter's own: no context processors, no request, always escaping."""
    return Engine(
        dirs=[str(TEMPLATES)],
        libraries={"letters": "decisions.letters.tags"},
        builtins=["decisions.letters.tags"],
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
    """The letter's style, parsed once per thread."""
    if not hasattr(_local, "stylesheet"):
        source = (FOLDER / "letter.css").read_text(encoding="utf-8")
        files = LetterFiles({})
        _local.stylesheet = CSS(string=source, font_config=_fonts(), url_fetcher=files)
    return _local.stylesheet
