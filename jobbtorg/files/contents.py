"""What a file really is, told by its content and never by its name."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import Lock
from typing import IO, Any
from unicodedata import category, normalize

import pikepdf
from PIL import Image, ImageFile

from jobbtorg.files.word import Macros, NotWord, TooLarge, is_old_word, look_into_docx, needs_key

MOST_PIXELS = 64_000_000  # more than a phone's photograph or an A3 page at 600 dpi
LONGEST_NAME = 120
MEGABYTE = 1024 * 1024

# A stream in a pdf that would unfold to more than this is left folded, and the pdf refused.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=64 * MEGABYTE,
    run_length_max_memory=64 * MEGABYTE,
    png_max_memory=64 * MEGABYTE,
    tiff_max_memory=64 * MEGABYTE,
)


class Unfit(Exception):
    """The file is not taken in; the message is the sentence that says why."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken in."""

    code: str
    label: str
    media_type: str
    endings: tuple[str, ...]


PDF = Kind("pdf", "pdf", "application/pdf", (".pdf",))
JPEG = Kind("jpeg", "JPEG-bild", "image/jpeg", (".jpg", ".jpeg", ".jfif"))
PNG = Kind("png", "PNG-bild", "image/png", (".png",))
WEBP = Kind("webp", "WebP-bild", "image/webp", (".webp",))
TIFF = Kind("tiff", "TIFF-bild", "image/tiff", (".tif", ".tiff"))
DOCX = Kind(
    "docx",
    "Word-dokument",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
)
DOC = Kind("doc", "äldre Word-dokument", "application/msword", (".doc",))
TEXT = Kind("txt", "textfil", "text/plain; charset=utf-8", (".txt",))
KINDS = {kind.code: kind for kind in (PDF, JPEG, PNG, WEBP, TIFF, DOCX, DOC, TEXT)}
ALLOWED = "pdf, JPEG, PNG, WebP, TIFF, Word eller ren text"

MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (rb"\xff\xd8\xff", JPEG),
    (rb"\x89PNG\r\n\x1a\n", PNG),
    (rb"RIFF....WEBP", WEBP),
    (rb"II\*\x00|MM\x00\*", TIFF),
    (rb"PK\x03\x04", DOCX),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOC),
    (rb".{0,1000}%PDF-", PDF),
)
HEIC = re.compile(rb"....ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL)
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def kind_of(file: IO[bytes], name: str) -> Kind:
    """What the file is, after a look inside. Raises Unfit, with a sentence for who sent it."""
    head = _head(file)
    if not head:
        raise Unfit("Filen är tom.")
    ending = PurePosixPath(name).suffix.lower()
    kind = next((k for magic, k in MAGIC if re.match(magic, head, re.DOTALL)), None)
    if kind is None and ending in TEXT.endings:
        kind = TEXT
    if kind is None:
        raise Unfit(_not_taken(head, ending))
    known = kind not in (DOCX, DOC)  # whose first bytes are those of many others too
    if known:
        _against_ending(kind, ending)
    LOOKS[kind.code](file)
    _against_ending(kind, ending)
    file.seek(0)
    return kind


def _against_ending(kind: Kind, ending: str) -> None:
    """The file is not what its name says."""
    if ending and ending not in kind.endings:
        sentence = f"Filen heter {ending} men är i själva verket {_a(kind)}."
        raise Unfit(f"{sentence} Kontrollera att det är rätt fil och byt namn på den.")


def clean_name(name: str) -> str:
    """The file's own name without path, control characters or excess; only ever shown."""
    last = re.split(r"[/\\]", normalize("NFC", name))[-1]
    plain = "".join(" " if char.isspace() else char for char in last if _is_shown(char))
    stem, dot, ending = " ".join(plain.split()).strip(". ").rpartition(".")
    if not stem:
        stem, dot, ending = ending, "", ""
    ending = ending[:10]
    return f"{stem[: LONGEST_NAME - len(dot + ending)]}{dot}{ending}" or "namnlös fil"


def title_from(name: str) -> str:
    """What to call the document until someone finds better: its file name without the ending."""
    return PurePosixPath(clean_name(name)).stem.replace("_", " ").strip() or "Namnlös"


def _is_shown(char: str) -> bool:
    return char.isspace() or not category(char).startswith("C")


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(2048)
    file.seek(0)
    return head


def _a(kind: Kind) -> str:
    return f"ett {kind.label}" if kind in (DOCX, DOC) else f"en {kind.label}"


def _not_taken(head: bytes, ending: str) -> str:
    """Why a file that nothing was recognised in is turned away."""
    if HEIC.match(head):
        return "HEIC-bilder går inte att ta emot. Spara bilden som JPEG och skicka den."
    expected = next((kind for kind in KINDS.values() if ending in kind.endings), None)
    if expected:
        return f"Filen heter {ending} men innehållet är inte {_a(expected)}. Är den skadad?"
    return f"Filtypen går inte att ta emot. Skicka {ALLOWED}."


def _look_into_pdf(file: IO[bytes]) -> None:
    readable: Any = file
    broken = "Pdf-filen är trasig eller ofullständig. Spara om den eller skanna igen."
    try:
        with pikepdf.open(readable) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError:
        raise Unfit("Pdf-filen är låst med lösenord. Spara den utan lösenord.") from None
    except Exception:  # qpdf tells of damage in many ways; none of them is ours to mend
        raise Unfit(broken) from None
    if not pages:
        raise Unfit(broken)


_lock = Lock()


@contextmanager
def _whole_images_only() -> Iterator[None]:
    """WeasyPrint has told Pillow, for the whole process, to make do with half an image."""
    with _lock:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _look_into_image(file: IO[bytes], code: str) -> None:
    try:
        with _whole_images_only(), Image.open(file, formats=[code.upper()]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise Image.DecompressionBombError
            image.draft("RGB", (width // 8 or 1, height // 8 or 1))  # a JPEG: at an eighth
            image.load()
    except Image.DecompressionBombError:
        sentence = f"Bilden har fler än {MOST_PIXELS // 1_000_000} miljoner bildpunkter."
        raise Unfit(f"{sentence} Spara den mindre och skicka igen.") from None
    except Exception:  # Pillow tells of damage in many ways; none of them is ours to mend
        raise Unfit("Bilden är trasig eller ofullständig. Spara om den och skicka igen.") from None


def _look_into_word(file: IO[bytes]) -> None:
    try:
        look_into_docx(file)
    except TooLarge:
        sentence = "Filen packar upp sig till orimligt mycket och tas inte emot."
        raise Unfit(f"{sentence} Spara dokumentet som pdf.") from None
    except Macros:
        sentence = "Word-dokument med makron tas inte emot."
        raise Unfit(f"{sentence} Spara det som pdf eller som .docx utan makron.") from None
    except NotWord:
        raise Unfit(f"Filen är inte ett läsbart Word-dokument. Skicka {ALLOWED}.") from None


def _look_into_old_word(file: IO[bytes]) -> None:
    content = file.read()
    if needs_key(content):
        raise Unfit("Dokumentet är låst med lösenord. Spara det utan lösenord.")
    if not is_old_word(content):
        raise Unfit(f"Filtypen går inte att ta emot. Skicka {ALLOWED}.")


def _look_into_text(file: IO[bytes]) -> None:
    content = file.read()
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = "Textfilens tecken går inte att läsa. Spara den som UTF-8 eller som pdf."
        raise Unfit(sentence) from None
    if CONTROLS.search(content):
        raise Unfit("Filen heter .txt men innehållet är inte ren text.")


def _image(code: str) -> Callable[[IO[bytes]], None]:
    return lambda file: _look_into_image(file, code)


LOOKS: dict[str, Callable[[IO[bytes]], None]] = {
    "pdf": _look_into_pdf,
    "docx": _look_into_word,
    "doc": _look_into_old_word,
    "txt": _look_into_text,
    **{code: _image(code) for code in ("jpeg", "png", "webp", "tiff")},
}
