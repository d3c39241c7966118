"""Word documents, looked into without unpacking them: .docx is a zip, .doc a compound file."""

import struct
from collections.abc import Iterator
from typing import IO
from zipfile import BadZipFile, ZipFile

MOST_ENTRIES = 2000
MOST_BYTES = 250 * 1024 * 1024  # unpacked, all entries together
MOST_TIMES = 100  # unpacked, of what the file itself is; only asked of what is large
LARGE = 10 * 1024 * 1024
TYPES = "[Content_Types].xml"
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = (b"macroEnabled", b"vbaProject")


class NotWord(Exception):
    """Not a Word document, or one that cannot be read."""


class TooLarge(Exception):
    """It would unpack to far more than it is."""


class Macros(Exception):
    """It holds a program."""


def look_into_docx(file: IO[bytes]) -> None:
    """Reads the list of contents, then the one entry that says what it is.

    Raises TooLarge, Macros or NotWord.
    """
    file.seek(0, 2)
    size = file.tell()
    try:
        with ZipFile(file) as packed:
            _against_bomb(packed, size)
            with packed.open(TYPES) as entry:
                types = entry.read(1024 * 1024)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise NotWord from error
    if any(word in types for word in MACROS):
        raise Macros
    if DOCUMENT not in types:
        raise NotWord


def _against_bomb(packed: ZipFile, size: int) -> None:
    """What the list of contents says of number and size, before anything is unpacked."""
    entries = packed.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES:
        raise TooLarge
    if unpacked > LARGE and unpacked > MOST_TIMES * size:
        raise TooLarge
    if packed.getinfo(TYPES).file_size > 1024 * 1024:
        raise TooLarge


def needs_key(content: bytes) -> bool:
    """Whether this is an Office document locked by a password."""
    return "EncryptedPackage" in _streams(content)


def is_old_word(content: bytes) -> bool:
    """Whether a compound file is a Word document and not a sheet or a show that holds one."""
    streams = set(_streams(content))
    return "WordDocument" in streams and not streams & {"Workbook", "Book", "PowerPoint Document"}


def _streams(content: bytes) -> Iterator[str]:
    """The names in a compound file's directory: entries of 128 bytes on 128-byte bounds."""
    for start in range(512, len(content) - 127, 128):
        (length,) = struct.unpack_from("<H", content, start + 64)
        kind = content[start + 66]
        if 2 <= length <= 64 and length % 2 == 0 and kind in (1, 2, 5):
            name = content[start : start + length - 2]
            yield name.decode("utf-16-le", "ignore")
