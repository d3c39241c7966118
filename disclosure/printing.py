"""The masked copy: a new PDF of pictures, in which nothing of the old files is left."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from PIL import Image
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from disclosure.masking import Masked
from jobbtorg import practice

STYLE = (settings.BASE_DIR / "templates/disclosure/copy.css").read_text(encoding="utf-8")
LARGE = 700_000  # bytes from which a picture is more of a photograph than of a text
TITLE = "Maskad kopia"


@dataclass(frozen=True)
class Leaf:
    """A page of the copy: which paper and page it shows, and whether its text is told beside."""

    title: str
    page: int
    of: int
    masked: Masked
    readable: bool
    told: str = ""  # which grounds there are on the page


class Pictures(URLFetcher):  # type: ignore[misc]
    """Serves the pages' pictures, and nothing else."""

    def __init__(self, pictures: dict[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """One of the pictures; KeyError for what is none of them."""
        content, kind = self._pictures[url]
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def printed_copy(leaves: Sequence[Leaf], context: dict[str, Any]) -> bytes:
    """The PDF: a cover that says what is masked and why, then each page as a picture."""
    pictures = {f"copy:{n}": _encoded(leaf.masked.picture) for n, leaf in enumerate(leaves)}
    pages = [{"leaf": leaf, "url": f"copy:{n}"} for n, leaf in enumerate(leaves)]
    told = context | {"pages": pages, "title": TITLE, "style": STYLE}
    source = render_to_string("disclosure/letters/masked_copy.html", told)
    made: bytes = HTML(string=source, url_fetcher=Pictures(pictures), base_url="copy:").write_pdf(
        stylesheets=[CSS(string=practice.style())],
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(source.encode()).digest()[:16],
    )
    return _with_our_name_only(made)


def _encoded(picture: Image.Image) -> tuple[bytes, str]:
    """The pixels and nothing else: a new file, which has no EXIF and no earlier version."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=False)
    if out.tell() <= LARGE:
        return out.getvalue(), "image/png"
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85)
    return out.getvalue(), "image/jpeg"


def _with_our_name_only(pdf: bytes) -> bytes:
    """Written anew, with a title, the authority as author, and no word of any tool."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for key in list(document.docinfo.keys()):
            if key not in ("/Title", "/Author"):
                del document.docinfo[key]
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            del told["pdf:Producer"]
        document.save(
            out, min_version="1.7", deterministic_id=True, preserve_pdfa=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )  # fmt: skip
    return out.getvalue()
