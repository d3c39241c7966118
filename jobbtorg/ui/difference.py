"""Two versions of a text, word by word: what was taken away, what was added, what stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

TOKEN = re.compile(r"\w+|\s+|[^\w\s]+")
MOST_PAIRS = 4_000_000  # beyond this a paragraph is compared as a whole: words would take seconds
AROUND = 80  # characters of what stands that are shown on each side of a change


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `gap` stands for what is left out of a long unchanged one."""

    kind: Literal["same", "del", "ins", "gap"]
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The pieces in order: those but `ins` make the old text, those but `del` the new one."""
    before, after = (text.replace("\r\n", "\n") for text in (old, new))
    found: list[Piece] = []
    for left, right in _parted(before.splitlines(True), after.splitlines(True)):
        if left == right:
            found.append(Piece("same", "".join(left)))
        else:
            found += _words("".join(left), "".join(right))
    return _joined(found)


def shortened(pieces: list[Piece]) -> list[Piece]:
    """The same with what stands far from any change left out."""
    if len(pieces) == 1:
        return pieces
    last = len(pieces) - 1
    return [part for n, piece in enumerate(pieces) for part in _short(piece, n > 0, n < last)]


def _parted(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What is to be held against each other; where nothing differs the two are equal."""
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[a:b], new[c:d]


def _words(old: str, new: str) -> Iterator[Piece]:
    left, right = TOKEN.findall(old), TOKEN.findall(new)
    if len(left) * len(right) > MOST_PAIRS:
        yield from _changed(old, new)
        return
    for a, b in _parted(left, right):
        if a == b:
            yield Piece("same", "".join(a))
        else:
            yield from _changed("".join(a), "".join(b))


def _changed(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("del", old)
    if new:
        yield Piece("ins", new)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Words that change one after the other change together, with the blanks between them."""
    runs: list[Piece] = []
    old = new = ""
    for n, piece in enumerate(pieces):
        between = piece.kind == "same" and (old or new) and n + 1 < len(pieces)
        if piece.kind == "same" and not (between and piece.text.isspace()):
            runs += [*_changed(old, new), piece]
            old = new = ""
        else:
            old += piece.text if piece.kind != "ins" else ""
            new += piece.text if piece.kind != "del" else ""
    return _merged([*runs, *_changed(old, new)])


def _merged(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind as one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].kind == piece.kind:
            piece = Piece(piece.kind, found.pop().text + piece.text)
        found.append(piece)
    return found


def _short(piece: Piece, after: bool, before: bool) -> Iterator[Piece]:
    """A long unchanged stretch by its ends: the one after a change and the one before the next."""
    if piece.kind != "same" or len(piece.text) <= 3 * AROUND:
        yield piece
        return
    head = piece.text[:AROUND].rsplit(" ", 1)[0] if after else ""
    tail = piece.text[-AROUND:].split(" ", 1)[-1] if before else ""
    if head:
        yield Piece("same", head)
    yield Piece("gap", " […] ")
    if tail:
        yield Piece("same", tail)
