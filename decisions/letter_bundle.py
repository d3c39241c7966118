"""Several letters as one PDF to print: copies of the pages, never the stored letters themselves."""

import io
from collections.abc import Iterable
from contextlib import ExitStack

import pikepdf


def bundle(letters: Iterable[tuple[str, bytes]]) -> bytes:
    """(bookmark, PDF) pairs in one PDF in which each begins on an odd page.

    Printed on both sides, no letter then has its first page on the back of another's last.
    """
    made, out = pikepdf.new(), io.BytesIO()
    made.docinfo["/Title"] = "Brev att skicka"
    made.Root.Lang = "sv-SE"
    made.Root.PageMode = pikepdf.Name.UseOutlines
    with ExitStack() as opened:
        with made.open_outline() as outline:
            for bookmark, pdf in letters:
                letter = opened.enter_context(pikepdf.open(io.BytesIO(pdf)))
                _end_the_sheet(made)
                outline.root.append(pikepdf.OutlineItem(bookmark, len(made.pages)))
                made.pages.extend(letter.pages)
        made.save(out, min_version="1.7")
    return out.getvalue()


def _end_the_sheet(made: pikepdf.Pdf) -> None:
    """A blank page on the back of the last sheet, where nothing is printed on it yet."""
    if len(made.pages) % 2:
        left, bottom, right, top = (float(x) for x in made.pages[-1].mediabox)
        made.add_blank_page(page_size=(right - left, top - bottom))
