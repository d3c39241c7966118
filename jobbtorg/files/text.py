"""The text that a file holds, as far as it can be read: to look for numbers in, never to show.

A pdf's text is what its fonts say that its signs mean; a scanned picture has none.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any
from zipfile import ZipFile

import pikepdf

from jobbtorg.files.contents import DOCX, PDF, TEXT

MOST_PAGES = 10
MOST_BYTES = 1024 * 1024  # of a page's drawing, of a Word document's text, of a text file
GAP = -200  # thousandths of the type's size: what stands further apart is two words
SHOWN = "Tf Tj TJ ' \" Td TD Tm T*"
LINES = ("Td", "TD", "Tm", "T*", "'", '"')
Signs = tuple[int, dict[int, str]]  # how many bytes a sign is, and what each means
PLAIN: Signs = (1, {})


def text_in(file: IO[bytes], kind: str) -> str:
    """What can be read, or nothing. The file has been looked into and scanned."""
    readers = {PDF.code: _of_pdf, DOCX.code: _of_word, TEXT.code: _of_text}
    reader = readers.get(kind)
    if reader is None:
        return ""
    with suppress(Exception):  # whatever is wrong with it, it is only not helped by its text
        return reader(file)
    return ""


def _of_text(file: IO[bytes]) -> str:
    return file.read(MOST_BYTES).decode("utf-8-sig", "replace")


def _of_word(file: IO[bytes]) -> str:
    """The runs of a paragraph belong together; paragraphs do not."""
    with ZipFile(file) as packed, packed.open("word/document.xml") as entry:
        xml = entry.read(MOST_BYTES).decode("utf-8", "replace")
    lines = re.sub(r"</w:p>|<w:(br|tab)\b[^>]*>", "\n", xml)
    return re.sub(r"<[^>]*>", "", lines)


def _of_pdf(file: IO[bytes]) -> str:
    readable: Any = file
    with pikepdf.open(readable) as document:
        pages = [document.pages[n] for n in range(min(len(document.pages), MOST_PAGES))]
        return "\n".join("".join(_of_page(page)) for page in pages)


def _of_page(page: Any) -> Iterator[str]:
    """What the page shows, in the order in which it is drawn."""
    page.contents_coalesce()
    if len(page.Contents.read_bytes()) > MOST_BYTES:
        return
    fonts = {name: _signs(font) for name, font in page.resources.get("/Font", {}).items()}
    signs = PLAIN
    drawn: Any = pikepdf.parse_content_stream(page, SHOWN)
    for operands, operator in drawn:
        how = str(operator)
        if how == "Tf":
            signs = fonts.get(str(operands[0]), PLAIN)
        if how in LINES:
            yield "\n"
        yield from _shown(operands, signs)


def _shown(operands: Any, signs: Signs) -> Iterator[str]:
    """The strings among the operands, with a space where they stand apart."""
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _shown(operand, signs)
        elif isinstance(operand, pikepdf.String):
            yield _meant(bytes(operand), signs)
        elif isinstance(operands, pikepdf.Array) and float(operand) < GAP:
            yield " "


def _meant(coded: bytes, signs: Signs) -> str:
    width, meanings = signs
    if not meanings:
        return coded.decode("cp1252", "replace")
    codes = (coded[n : n + width] for n in range(0, len(coded), width))
    return "".join(meanings.get(int.from_bytes(code), "") for code in codes)


def _signs(font: Any) -> Signs:
    """What the font says that its signs mean: its map ToUnicode."""
    if "/ToUnicode" not in font:
        return PLAIN
    told = font.ToUnicode.read_bytes().decode("latin-1")
    meanings: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for code, meaning in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            meanings[int(code, 16)] = _unicode(meaning)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        meanings |= _ranges(block)
    width = re.search(r"begincodespacerange\s*<([0-9a-fA-F]+)>", told)
    return (len(width[1]) // 2 if width else 2, meanings)


def _ranges(block: str) -> dict[int, str]:
    """Signs in a row that mean letters in a row, or each its own."""
    found: dict[int, str] = {}
    rows = re.findall(r"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[(.*?)\])", block, re.DOTALL)
    for first, last, start, each in rows:
        codes = range(int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF) + 1)
        if start:
            head, letter = _unicode(start)[:-1], ord(_unicode(start)[-1])
            found |= {code: head + chr(letter + n) for n, code in enumerate(codes)}
        else:
            meanings = re.findall(r"<(\w+)>", each)
            found |= dict(zip(codes, map(_unicode, meanings), strict=False))
    return found


def _unicode(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")
