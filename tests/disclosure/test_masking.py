"""What is masked is gone: from the text, from every stream, from the metadata, from the pixels."""

import io

import pikepdf
import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from disclosure.masking import BLACK, Area, Phrase, found, letters, mask
from disclosure.sheets import DPI, Box, Sheet, Undrawable, Word, sheets_of
from tests.disclosure.helpers import OTHER, SECRET, TEXT, a_pdf

MARKS = {"osl-26-1": "1"}


def sheet(text: str = TEXT, style: str = "") -> Sheet:
    return sheets_of(a_pdf(text, style))[0]


def masked(page: Sheet, *words: str, areas=()):
    return mask(page, areas, [Phrase(word, "osl-26-1") for word in words], MARKS)


def as_words(text: str) -> tuple[Word, ...]:
    """The words of a text, each in a place of its own."""
    return tuple(Word(w, Box(n * 10, 0, n * 10 + 9, 9)) for n, w in enumerate(text.split()))


class TestWords:
    @pytest.mark.parametrize(
        ("text", "phrase", "hit"),
        [
            ("Kim såg Ann och Anna.", "anna", ["Anna."]),
            ("Karlssons bil", "Karlsson", ["Karlssons"]),
            ("Karl- sson kom", "Karlsson", ["Karl-", "sson"]),
            ("född 20020215-2385.", "020215-2385", ["20020215-2385."]),
            ("Anna Maria Ek och Anna", "Anna Maria", ["Anna", "Maria"]),
            ("Jag kan natten", "Anna", []),
            ("ring 070-123 45 67", "0701234567", ["070-123", "45", "67"]),
            ("ÅSA", "åsa", ["ÅSA"]),
            ("ingen", "...", []),
        ],
    )
    def test_are_found_whatever_their_case_ending_or_line(self, text, phrase, hit):
        words = as_words(text)
        assert [word.text for word in found(words, Phrase(phrase, "g"))] == hit

    @examples(
        st.lists(st.sampled_from(["Anna", "anna,", "kan", "natt", "Annas", "an", "na"]), max_size=8)
    )
    def test_that_hold_the_phrase_are_never_left(self, text):
        words = as_words(" ".join(text))
        hit = found(words, Phrase("anna", "g"))
        assert all(word in hit for word in words if "anna" in letters(word.text))

    def test_are_where_poppler_draws_them_also_on_a_turned_page(self):
        turned = io.BytesIO()
        with pikepdf.open(io.BytesIO(a_pdf("Granlund"))) as document:
            document.pages[0].Rotate = 90
            document.save(turned)
        page = sheets_of(turned.getvalue())[0]
        assert page.picture.width > page.picture.height
        whole = masked(page, "Granlund").picture
        assert not dark(whole.crop((0, 0, whole.width, whole.height)), but_black=True)

    def test_are_where_they_are_drawn_on_a_cropped_page(self):
        cropped = io.BytesIO()
        with pikepdf.open(io.BytesIO(a_pdf("Granlund"))) as document:
            document.pages[0].MediaBox = [-30, -20, 600, 842]
            document.pages[0].CropBox = [40, 500, 400, 842]
            document.save(cropped)
        page = sheets_of(cropped.getvalue())[0]
        assert len(page.words) == 1 and abs(page.picture.width - 360 * DPI / 72) < 2
        assert not dark(masked(page, "Granlund").picture, but_black=True)


def dark(picture: Image.Image, *, but_black: bool = False) -> bool:
    """Whether anything is drawn on it, but for what is painted over and its mark."""
    if but_black:
        box = picture.convert("L").point(lambda v: 255 if v == 0 else 0).getbbox()
        if box:
            picture = picture.copy()
            ImageDraw.Draw(picture).rectangle(box, fill="white")
    return picture.convert("L").getextrema()[0] < 200


class TestPixels:
    def test_are_the_same_whatever_stood_there(self):
        style = "b{display:inline-block;width:60mm}"
        one, two = (
            mask(
                sheet(f"Anmälan av <b>{who}</b>.", style),
                [Area(1, 0, 0, 1000, 150, "osl-26-1")], [], MARKS,
            ).picture
            for who in (SECRET, "Någon annan")
        )  # fmt: skip
        assert one.tobytes() == two.tobytes()

    def test_of_a_masked_word_are_black_and_the_rest_is_as_it_was(self):
        page = sheet()
        picture = masked(page, SECRET).picture
        hit = found(page.words, Phrase(SECRET, "g"))
        assert len(hit) == 2
        for word in hit:
            corners = (int(word.box.left) - 1, int(word.box.top) - 1)
            assert picture.getpixel(corners) == BLACK
        kept = next(word for word in page.words if word.text == "Anmälan")
        box = tuple(int(n) for n in (kept.box.left, kept.box.top, kept.box.right, kept.box.bottom))
        assert picture.crop(box).tobytes() == page.picture.crop(box).tobytes()

    @settings(max_examples=60)
    @examples(
        left=st.integers(0, 990), top=st.integers(0, 990), width=st.integers(1, 500),
        height=st.integers(1, 500),
    )  # fmt: skip
    def test_within_any_area_are_black_or_the_mark(self, left, top, width, height):
        page = Sheet(Image.effect_noise((400, 560), 80).convert("RGB"), ())
        area = Area(1, left, top, min(width, 1000 - left), min(height, 1000 - top), "osl-26-1")
        picture = mask(page, [area], [], {}).picture
        box = area.box_on(page.picture)
        inside = picture.crop(
            (int(box.left), int(box.top), max(int(box.right), int(box.left) + 1),
             max(int(box.bottom), int(box.top) + 1))
        )  # fmt: skip
        assert inside.getextrema() == ((0, 0), (0, 0), (0, 0))


class TestTheTextBeside:
    def test_leaves_out_what_is_masked_and_says_so(self):
        text = masked(sheet(), SECRET).text
        assert SECRET not in text and "Granlund" not in text
        assert "Anmälan kom från [maskat] telefon" in text and OTHER in text

    def test_leaves_out_every_word_that_an_area_so_much_as_touches(self):
        page = sheet()
        word = next(word for word in page.words if word.text.startswith("Granlund"))
        across, down = 1000 / page.picture.width, 1000 / page.picture.height
        touch = Area(1, int(word.box.left * across), int(word.box.top * down), 2, 2, "osl-26-1")
        assert "Granlund" not in masked(page, areas=[touch]).text


def test_a_page_as_large_as_a_field_is_not_drawn():
    huge = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        document.pages[0].MediaBox = document.pages[0].CropBox = [0, 0, 14000, 14000]
        document.save(huge)
    with pytest.raises(Undrawable):
        sheets_of(huge.getvalue())
