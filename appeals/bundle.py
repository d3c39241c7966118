"""Many papers as one PDF: numbered pages, bookmarks, and a cover that says what is where."""

import hashlib
import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from PIL import Image, ImageOps, ImageSequence
from weasyprint import HTML

from jobbtorg import practice
from jobbtorg.files.pdf import disarm

A4 = (1240, 1754)  # pixels at 150 per inch
NUMBER = (
    "@page {{ size: A4; margin: 0 10mm 6mm;"
    ' @bottom-right {{ content: "{mark} · sida " counter(page) " av {total}";'
    " font: 7.5pt Inter, sans-serif; vertical-align: bottom; }} }}"
    " div {{ break-after: page; height: 1mm; }}"
)


@dataclass(frozen=True)
class Part:
    """One paper of the bundle, under the title that the contents give it.

    `source` hashes what the paper is made of: whether it is the same is told without making it.
    """

    title: str
    source: str
    make: Callable[[], bytes]

    @cached_property
    def pdf(self) -> bytes:
        """The paper as PDF, made once."""
        return self.make()


@dataclass(frozen=True)
class Entry:
    """A line of the contents: the paper and its first page."""

    title: str
    page: int


Cover = Callable[[Sequence[Entry]], str]  # the cover's HTML, which holds the contents


@dataclass(frozen=True)
class Bundle:
    """The papers under their cover; the same content is found again by its hash."""

    title: str
    mark: str
    cover: Cover
    parts: tuple[Part, ...]
    style: str

    @cached_property
    def content_hash(self) -> str:
        """By which the bytes of the same content are found again."""
        found = hashlib.sha256(self.cover([]).encode())
        for part in self.parts:
            found.update(f"{part.title}\n{part.source}\n".encode())
        return found.hexdigest()

    def pdf(self) -> bytes:
        """One PDF: the cover, then each paper, all pages numbered."""
        sizes = [_pages(part.pdf) for part in self.parts]
        length = _pages(self._cover_pdf(1, sizes))
        cover = self._cover_pdf(length + 1, sizes)
        assert _pages(cover) == length, "the contents changed length by its own numbers"
        return self._joined([Part(self.title, "", lambda: cover), *self.parts])

    def _cover_pdf(self, first: int, sizes: Sequence[int]) -> bytes:
        """The cover, where the first paper begins on that page."""
        entries, page = [], first
        for part, size in zip(self.parts, sizes, strict=True):
            entries.append(Entry(part.title, page))
            page += size
        return printed(self.cover(entries), self.style)

    def _joined(self, parts: Sequence[Part]) -> bytes:
        made, out = pikepdf.new(), io.BytesIO()
        made.docinfo["/Title"] = self.title
        made.Root.Lang = "sv-SE"
        made.Root.PageMode = pikepdf.Name.UseOutlines
        with ExitStack() as opened:
            with made.open_outline() as outline:
                for part in parts:
                    paper = opened.enter_context(pikepdf.open(io.BytesIO(part.pdf)))
                    outline.root.append(pikepdf.OutlineItem(part.title, len(made.pages)))
                    made.pages.extend(paper.pages)
            disarm(made)
            self._number(made)
            made.save(out, min_version="1.7", deterministic_id=True)
        return out.getvalue()

    def _number(self, made: pikepdf.Pdf) -> None:
        """Sida x av y at the foot of each page, over what the paper has there itself."""
        total = len(made.pages)
        style = NUMBER.format(mark=f"{practice.word()} {self.mark}".strip(), total=total)
        numbers = printed("<div></div>" * total, style, tagged=False)
        with pikepdf.open(io.BytesIO(numbers)) as stamps:
            for page, stamp in zip(made.pages, stamps.pages, strict=False):
                page.add_overlay(stamp, pikepdf.Rectangle(page.mediabox))


def printed(html: str, style: str, *, tagged: bool = True) -> bytes:
    """The HTML as PDF; nothing in it fetches anything."""
    if tagged:  # what is laid over another paper has its mark at the foot
        style += practice.style()
    variant = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    source = f'<html lang="sv"><head><style>{style}</style></head>{html}</html>'
    if html.lstrip().lower().startswith("<!doctype"):
        source = html.replace("</head>", f"<style>{style}</style></head>", 1)
    made: bytes = HTML(string=source, url_fetcher=_nothing).write_pdf(
        pdf_identifier=hashlib.sha256(source.encode()).digest()[:16], **variant
    )
    return made


def _nothing(url: str, *args: object, **kwargs: object) -> None:
    raise ValueError(f"A paper for the court fetches nothing: {url}")


def image_as_pdf(content: bytes) -> bytes:
    """Every picture of the file on a page of its own, turned as it was taken, never larger."""
    pages = []
    with Image.open(io.BytesIO(content)) as image:
        for frame in ImageSequence.Iterator(image):
            upright = ImageOps.exif_transpose(frame).convert("RGB")
            across = upright.width > upright.height
            upright.thumbnail((A4[1], A4[0]) if across else A4)
            sheet = Image.new("RGB", (A4[1], A4[0]) if across else A4, "white")
            sheet.paste(upright, ((sheet.width - upright.width) // 2, 0))
            pages.append(sheet)
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=150, save_all=True, append_images=pages[1:])
    return out.getvalue()


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
