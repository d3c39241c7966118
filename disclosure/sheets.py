"""A PDF as it looks: each page as a picture, and where on it each word stands.

Poppler does it in processes of its own: what comes from outside is never drawn in ours.
"""

import html
import io
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from PIL import Image

DPI = 150
POINTS = 72  # to the inch
SECONDS = 120
MOST_PIXELS = 40_000_000  # an A2 page at this resolution
NUMBER = r"(-?[\d.]+)"
WORD = re.compile(
    rf'<word xMin="{NUMBER}" yMin="{NUMBER}" xMax="{NUMBER}" yMax="{NUMBER}">(.*?)</word>'
)


class Undrawable(Exception):
    """The paper cannot be drawn; the message is the sentence that says why."""


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels on a sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether any part is common to both."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Word:
    """A word of the page's text, and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True)
class Sheet:
    """A page as a picture, and the words that the file itself says are on it."""

    picture: Image.Image
    words: tuple[Word, ...]

    def png(self) -> bytes:
        """The picture's bytes."""
        out = io.BytesIO()
        self.picture.save(out, "PNG")
        return out.getvalue()


def sheets_of(pdf: bytes, page: int | None = None) -> list[Sheet]:
    """Every page, or only this one, counted from 1. Raises Undrawable."""
    chosen = ["-f", str(page), "-l", str(page)] if page else []
    _against_size(pdf)
    words = _words(_run(["pdftotext", "-bbox", "-cropbox", *chosen, "-", "-"], pdf).decode())
    with TemporaryDirectory() as folder:
        root = Path(folder) / "p"
        _run(["pdftoppm", "-r", str(DPI), "-cropbox", "-png", *chosen, "-", str(root)], pdf)
        pictures = [_picture(path) for path in sorted(Path(folder).iterdir())]
    if not pictures or len(pictures) != len(words):
        raise Undrawable("Handlingen går inte att visa. Öppna den och skanna den på nytt.")
    return [Sheet(picture, found) for picture, found in zip(pictures, words, strict=True)]


def length_of(pdf: bytes) -> int:
    """How many pages."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def words_of(pdf: bytes) -> list[tuple[Word, ...]]:
    """The words of each page, without drawing any. Raises Undrawable."""
    return _words(_run(["pdftotext", "-bbox", "-cropbox", "-", "-"], pdf).decode())


def _words(told: str) -> list[tuple[Word, ...]]:
    """Page by page, from what pdftotext tells in points."""
    scale = DPI / POINTS
    return [
        tuple(
            Word(html.unescape(found[5]), Box(*(float(found[n]) * scale for n in range(1, 5))))
            for found in WORD.finditer(page)
        )
        for page in told.split("<page ")[1:]
    ]


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def _against_size(pdf: bytes) -> None:
    """A page may say that it is as large as a field; no such picture is drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(n) for n in page.cropbox)
            area = abs((right - left) * (top - bottom)) * (DPI / POINTS) ** 2
            if area > MOST_PIXELS:
                raise Undrawable("Handlingen har en sida som är för stor för att maskas.")


def _run(command: list[str], given: bytes) -> bytes:
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, check=True, timeout=SECONDS
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as wrong:
        raise Undrawable("Handlingen går inte att visa. Är den skadad?") from wrong
    return done.stdout
