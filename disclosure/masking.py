"""What is masked is painted over in the picture, and left out of the text beside it."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from PIL import Image, ImageDraw, ImageFont

from disclosure.sheets import Box, Sheet, Word

WHOLE = 1000  # an area's place is told in thousandths of the page
AROUND = 3  # pixels around a word, so that no accent or serif shows
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
MASKED = "[maskat]"


@dataclass(frozen=True)
class Area:
    """A rectangle on a page, in thousandths of its width and height, and its ground."""

    page: int
    left: int
    top: int
    width: int
    height: int
    ground: str

    def box_on(self, picture: Image.Image) -> Box:
        """The same in pixels."""
        x, y = picture.width / WHOLE, picture.height / WHOLE
        right, bottom = self.left + self.width, self.top + self.height
        return Box(self.left * x, self.top * y, right * x, bottom * y)


@dataclass(frozen=True)
class Phrase:
    """Words that are masked wherever they stand, and their ground."""

    text: str
    ground: str


@dataclass(frozen=True)
class Masked:
    """A page after the masking: the picture, the grounds on it, and the text that is left."""

    picture: Image.Image
    grounds: tuple[str, ...]
    text: str


def mask(
    sheet: Sheet, areas: Sequence[Area], phrases: Sequence[Phrase], marks: dict[str, str]
) -> Masked:
    """The page with every area and phrase painted over; `marks` is what stands for a ground."""
    boxes = [(area.box_on(sheet.picture), area.ground) for area in areas]
    boxes += [(_around(word.box), p.ground) for p in phrases for word in found(sheet.words, p)]
    picture = sheet.picture.copy()
    pen = ImageDraw.Draw(picture)
    solid = [(_solid(box, picture), ground) for box, ground in boxes]
    for box, _ in solid:
        pen.rectangle((box.left, box.top, box.right, box.bottom), fill=BLACK)
    for box, ground in solid:
        _write_mark(pen, box, marks.get(ground, ""))
    grounds = tuple(ground for _, ground in solid)
    return Masked(picture, grounds, _text_left(sheet.words, [box for box, _ in solid]))


def found(words: Sequence[Word], phrase: Phrase) -> list[Word]:
    """The words that the phrase touches: as a whole, in part, or over the end of a line."""
    sought = letters(phrase.text)
    if not sought:
        return []
    plain = [letters(word.text) for word in words]
    joined, owner = "".join(plain), [n for n, text in enumerate(plain) for _ in text]
    hit: set[int] = set()
    at = joined.find(sought)
    while at >= 0:
        touched = set(owner[at : at + len(sought)])
        begins = at == 0 or owner[at - 1] != owner[at]
        if begins or len(touched) == 1:  # not the end of one word and the beginning of the next
            hit |= touched
        at = joined.find(sought, at + 1)
    return [words[n] for n in sorted(hit)]


def letters(text: str) -> str:
    """Letters and digits alone, without case: what is compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def _around(box: Box) -> Box:
    return Box(box.left - AROUND, box.top - AROUND, box.right + AROUND, box.bottom + AROUND)


def _solid(box: Box, picture: Image.Image) -> Box:
    """Whole pixels, never fewer, within the page."""
    return Box(
        max(0, floor(box.left)),
        max(0, floor(box.top)),
        min(picture.width - 1, ceil(box.right)),
        min(picture.height - 1, ceil(box.bottom)),
    )


def _write_mark(pen: ImageDraw.ImageDraw, box: Box, mark: str) -> None:
    """The ground's number in white, where there is room for it."""
    size = int(min(box.bottom - box.top - 4, 26))
    if not mark or size < 9 or box.right - box.left < size * len(mark):
        return
    font = ImageFont.load_default(size)
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    pen.text(middle, mark, fill=WHITE, font=font, anchor="mm")


def _text_left(words: Sequence[Word], boxes: Sequence[Box]) -> str:
    """The words that no box meets, in order; one mark for what is gone between them."""
    return " ".join(_left(words, boxes))


def _left(words: Sequence[Word], boxes: Sequence[Box]) -> Iterator[str]:
    before = ""
    for word in words:
        now = MASKED if any(word.box.meets(box) for box in boxes) else word.text
        if now != MASKED or before != MASKED:
            yield now
        before = now
